package io.rolecall.handoff;

import static io.rolecall.testing.FakeClock.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.rolecall.route.S3Location;
import io.rolecall.session.Session;
import io.rolecall.testing.Samples;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No type of this package that holds a secret shows it. */
class HandOverSecretsTest {

  static Stream<Arguments> holders() {
    Session session = Samples.session(1, START);
    return Stream.of(
        arguments(
            "handed session",
            new HandedSession(
                S3Location.parse("s3a://b1"),
                session,
                START,
                new StoreSettings(Optional.empty(), Optional.empty(), false))),
        arguments("cached session", new SessionCache.Cached(session, START, START, false)),
        arguments("entry of the cache", SessionCache.Entry.of(session, START)));
  }

  @Test
  void aTokenShowsItsEndAlone() {
    assertThat(new SecretToken("the-token", START)).hasToString("token until " + START);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("holders")
  void isShownWithoutItsSecrets(String what, Object holder) {
    assertThat(holder.toString())
        .describedAs(what)
        .contains("alice-job")
        .doesNotContain("key-1", "secret-1", "token-1");
  }
}
