package io.rolecall.supply.sessions;

import static io.rolecall.testing.FakeClock.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.handoff.StoreSettings;
import io.rolecall.route.S3Location;
import io.rolecall.session.Session;
import io.rolecall.supply.run.SessionNews;
import io.rolecall.supply.run.Surroundings;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptSessionTest {

  private static final SuppliedPlace B1 =
      new SuppliedPlace(
          Optional.of("b1"),
          S3Location.parse("s3a://b1/in"),
          new StoreSettings(Optional.empty(), Optional.empty(), false));

  private final FakeClock clock = new FakeClock();
  private final FakeCredentials credentials = new FakeCredentials();
  private final List<String> put = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private @Nullable String full;

  private final KeptSession kept =
      new KeptSession(
          B1,
          credentials,
          clock,
          (session, told) -> {
            if (full != null) {
              throw new IOException(full);
            }
            put.add(session.accessKeyId() + " until " + told);
          });

  private final SessionNews news =
      new SessionNews(kept, new Surroundings("python", Map.of(), clock, () -> false, said::add));

  /** As the thread does that looks after it. */
  private void look() {
    try {
      news.found(kept.look());
    } catch (IOException e) {
      news.failed(String.valueOf(e.getMessage()));
    }
  }

  private void look(Duration after) {
    clock.advance(after);
    look();
  }

  @Test
  void passesEachSessionOnOnce() throws IOException {
    credentials.give(Samples.session(1, START.plusSeconds(3600)));
    assertThat(kept.now()).isEmpty();
    assertThat(kept.look()).isEqualTo(KeptSession.Look.NEW);
    assertThat(kept.look()).isEqualTo(KeptSession.Look.SAME);
    clock.advance(Duration.ofMinutes(40));
    credentials.give(Samples.session(2, START.plusSeconds(6000)));
    assertThat(kept.look()).isEqualTo(KeptSession.Look.NEW);
    assertThat(put)
        .containsExactly("key-1 until 2026-01-01T00:55:00Z", "key-2 until 2026-01-01T01:35:00Z");
    assertThat(kept.now().orElseThrow().told()).isEqualTo("2026-01-01T01:35:00Z");
    assertThat(kept.now().orElseThrow()).asString().doesNotContain("secret", "token-2", "key-2");
  }

  @Test
  void whileTheNextOneIsOverdueTheEndComesNearerAndNothingIsSaidTwice() {
    credentials.give(Samples.session(1, START.plusSeconds(3600)));
    look();
    credentials.give(Samples.session(1, START.plusSeconds(3600)));
    credentials.failRenewal();
    look(Duration.ofMinutes(55));
    look(Duration.ofMillis(2500 * 60));
    assertThat(put)
        .containsExactly(
            "key-1 until 2026-01-01T00:55:00Z",
            "key-1 until 2026-01-01T00:57:30Z",
            "key-1 until 2026-01-01T00:58:45Z");
    credentials.fail("STS is down");
    look();
    assertThat(said)
        .containsExactly(
            "s3a://b1/in: no new session. The one until 2026-01-01T01:00:00Z serves; further"
                + " failures are not said");
    look(Duration.ofMinutes(3));
    look();
    assertThat(kept.now()).isEmpty();
    credentials.give(Samples.session(2, START.plusSeconds(9000)));
    look();
    look();
    assertThat(said)
        .hasSize(3)
        .containsSubsequence(
            "python has no session of s3a://b1/in that serves any more: s3a://b1/in: STS is down",
            "s3a://b1/in: sessions can be had again");
  }

  /** With a small renewal.lead the next one is due only after the end that was told. */
  @Test
  void whatIsNotYetDueIsNoNews() throws IOException {
    credentials.failRenewal();
    credentials.give(Samples.session(1, START.plusSeconds(3600)));
    look();
    look(Duration.ofMinutes(55));
    look(Duration.ofMinutes(3));
    assertThat(put)
        .containsExactly(
            "key-1 until 2026-01-01T00:55:00Z",
            "key-1 until 2026-01-01T00:57:30Z",
            "key-1 until 2026-01-01T00:59:00Z");
    assertThat(said).isEmpty();
    credentials.failRenewal();
    look(Duration.ofSeconds(10));
    assertThat(said).isEmpty();
    look(Duration.ofSeconds(50));
    assertThat(said)
        .containsExactly(
            "s3a://b1/in: no new session. The one until 2026-01-01T01:00:00Z serves; further"
                + " failures are not said");
  }

  @Test
  void whatCannotBeWrittenIsSaidAndTriedAgain() throws IOException {
    credentials.give(Samples.session(1, START.plusSeconds(3600)));
    look();
    full = "/tmp/r/session-0.json cannot be written: No space left on device";
    clock.advance(Duration.ofMinutes(40));
    credentials.give(Samples.session(2, START.plusSeconds(6000)));
    look();
    look();
    assertThat(said)
        .containsExactly(
            "s3a://b1/in: no new session: /tmp/r/session-0.json cannot be written: No space left on"
                + " device. The one until 2026-01-01T01:00:00Z serves; further failures are not said");
    full = null;
    look();
    assertThat(put).last().isEqualTo("key-2 until 2026-01-01T01:35:00Z");
  }

  /** Many ask an executor at the same time, each by a look of its own. */
  @ParameterizedTest
  @CsvSource({"1, 2, key-2", "2, 1, key-2", "1, 1, key-1"})
  void aLookThatTookLongPutsNoOlderSessionInThePlaceOfANewerOne(
      int found, int meanwhile, String passedOn) throws IOException {
    credentials.give(session(0));
    kept.look();
    credentials.give(session(found));
    credentials.meanwhile(
        () -> {
          credentials.give(session(meanwhile));
          look();
        });
    kept.look();
    assertThat(kept.now().orElseThrow().session().accessKeyId()).isEqualTo(passedOn);
    assertThat(said).isEmpty();
  }

  private static Session session(int number) {
    return Samples.session(number, START.plusSeconds(3600 + 60L * number));
  }

  /** As when a role lets its sessions last less than before. */
  @Test
  void theNextSessionMayEndEarlierThanTheLast() throws IOException {
    credentials.give(session(2));
    kept.look();
    credentials.give(session(1));
    assertThat(kept.look()).isEqualTo(KeptSession.Look.NEW);
    assertThat(kept.now().orElseThrow().session().accessKeyId()).isEqualTo("key-1");
  }

  @Test
  void saysWhyThereIsNone() {
    credentials.fail("STS is down");
    assertThatThrownBy(kept::look)
        .isInstanceOf(IOException.class)
        .hasMessage("s3a://b1/in: STS is down");
  }
}
