package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.quickstart.JobSettings;
import io.rolecall.support.GuidePage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The guide's settings are those that the quick start and the tests run with. */
class StandaloneGuideTest {

  private static final GuidePage GUIDE = GuidePage.of("standalone");

  @Test
  void itsSettingsAreTheQuickStarts() {
    assertThat(GUIDE.settings("settings")).isEqualTo(JobSettings.rolecall());
  }

  @Test
  void itsConnectionsAreEncryptedAsTheQuickStartsAre() {
    assertThat(JobSettings.cluster(Path.of("profile")))
        .containsAllEntriesOf(GUIDE.settings("network"));
  }
}
