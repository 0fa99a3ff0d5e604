package io.rolecall.supply.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.handoff.StoreSettings;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AwsConfigTextTest {

  private static final StoreSettings AWS =
      new StoreSettings(Optional.of("eu-west-1"), Optional.empty(), false);
  private static final StoreSettings OTHER =
      new StoreSettings(Optional.empty(), Optional.of("https://store:9000"), true);

  @Test
  void eachProfileHasItsProcessAndItsStore() {
    AwsConfigText text = new AwsConfigText();
    text.add(Optional.of("flights"), AWS, Optional.of("cat '/tmp/r/session-0.json'"));
    text.add(Optional.of("default"), OTHER, Optional.of("bash '/tmp/ask' x"));
    assertThat(text)
        .hasToString(
            """
            [profile flights]
            credential_process = cat '/tmp/r/session-0.json'
            region = eu-west-1
            [default]
            credential_process = bash '/tmp/ask' x
            services = store-1
            s3 =
              addressing_style = path
            [services store-1]
            s3 =
              endpoint_url = https://store:9000
            """);
  }

  @Test
  void aSingleLocationHasNoCredentialsThere() {
    AwsConfigText text = new AwsConfigText();
    text.add(Optional.empty(), AWS, Optional.empty());
    assertThat(text).hasToString("[default]\nregion = eu-west-1\n");
  }
}
