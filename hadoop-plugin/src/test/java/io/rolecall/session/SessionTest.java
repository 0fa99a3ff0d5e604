package io.rolecall.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.testing.FakeClock;
import io.rolecall.testing.Samples;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SessionTest {

  @Test
  void isShownByRoleNameAndEnd() {
    assertThat(Samples.session(1, FakeClock.START))
        .hasToString(
            "session alice-job of arn:aws:iam::111122223333:role/reader until"
                + " 2026-01-01T00:00:00Z");
  }

  @Test
  void showsHowMuchSpaceItsPolicyTakes() {
    Session known = Samples.session(1, FakeClock.START);
    assertThat(
            new Session(
                known.accessKeyId(),
                known.secretAccessKey(),
                known.sessionToken(),
                known.role(),
                known.sessionName(),
                known.expiration(),
                OptionalInt.of(37)))
        .hasToString(
            "session alice-job of arn:aws:iam::111122223333:role/reader until"
                + " 2026-01-01T00:00:00Z (session policy and tags take 37 % of STS's limit)");
  }
}
