package io.rolecall.handoff;

import static io.rolecall.testing.FakeClock.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.testing.Samples;
import org.junit.jupiter.api.Test;

class ContainerAnswerTest {

  @Test
  void isWhatTheProtocolSays() {
    assertThat(ContainerAnswer.of(Samples.session(1, START.plusSeconds(900)), START))
        .isEqualTo(
            "{\"AccessKeyId\":\"key-1\",\"SecretAccessKey\":\"secret-1\",\"Token\":\"token-1\","
                + "\"Expiration\":\"2026-01-01T00:00:00Z\"}");
    assertThat(ContainerAnswer.failure("NoSession", "it's \"late\""))
        .isEqualTo("{\"code\":\"NoSession\",\"message\":\"it's \\\"late\\\"\"}");
  }
}
