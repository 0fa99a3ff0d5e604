package io.rolecall.renewal;

import static io.rolecall.session.Rejection.DENIED;
import static io.rolecall.session.Rejection.EXPIRED;
import static io.rolecall.session.Rejection.PERHAPS_EXPIRED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.session.Rejection;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.session.SessionUnavailableException;
import io.rolecall.testing.Samples;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store's refusal means for the session that signed. */
class LiveSessionRejectionTest extends LiveSessionFixture {

  @ParameterizedTest
  @CsvSource({
    // refusal, minutes after the session was obtained, is the session given up
    "EXPIRED,         0,  true",
    "EXPIRED,         59, true",
    "PERHAPS_EXPIRED, 0,  true",
    "PERHAPS_EXPIRED, 60, true",
    "DENIED,          0,  false",
    "DENIED,          59, false",
    "DENIED,          60, true",
  })
  void believesARefusalAsFarAsItsAgeSpeaksForIt(
      Rejection rejection, int minutes, boolean believed) {
    live.current();
    clock.advance(Duration.ofMinutes(minutes));
    assertThat(live.onRejected("key-1", rejection)).isEqualTo(believed);
    assertThat(live.peek() == null).isEqualTo(believed);
    assertThat(live.current().accessKeyId()).isEqualTo(believed ? "key-2" : "key-1");
  }

  @Test
  void tellsTheSourceWhichSessionWasRefused() {
    Session first = live.current();
    live.onRejected("key-1", EXPIRED);
    live.current();
    scheduler.advanceToNext();
    assertThat(source.rejected())
        .containsExactly(Optional.empty(), Optional.of(first), Optional.empty());
  }

  @Test
  void tellsTheSourceUntilItGivesAnother() {
    Session first = live.current();
    live.onRejected("key-1", EXPIRED);
    source.fail(Kind.PERMANENT, "not yet");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(live::current).isInstanceOf(SessionUnavailableException.class);
      clock.advance(Duration.ofSeconds(3));
    }
    assertThat(source.rejected())
        .containsExactly(Optional.empty(), Optional.of(first), Optional.of(first));
  }

  /** The way from another process shifts expirations by the time it takes and the clocks differ. */
  private static Session arrivedAgain(Session session, Duration shift) {
    return new Session(
        session.accessKeyId(),
        session.secretAccessKey(),
        session.sessionToken(),
        session.role(),
        session.sessionName(),
        session.expiration().plus(shift));
  }

  @ParameterizedTest
  @ValueSource(longs = {-5, 5})
  void doesNotTakeTheRefusedSessionFromAnOfferThatCameAnotherWay(long millis) {
    Session first = live.current();
    live.onRejected("key-1", EXPIRED);
    live.offer(arrivedAgain(first, Duration.ofMillis(millis)));
    assertThat(live.peek()).isNull();
  }

  @Test
  void doesNotTakeTheSessionThatItHasForANewOne() {
    Session first = live.current();
    live.offer(arrivedAgain(first, Duration.ofMillis(5)));
    assertThat(live.peek()).isSameAs(first);
    assertThat(live.statistics().sessions()).isOne();
  }

  @Test
  void doesNotTakeTheRefusedSessionFromAnOfferThatComesAfterANewOne() {
    Session first = live.current();
    live.onRejected("key-1", EXPIRED);
    source.lifetime(Duration.ofMinutes(10));
    assertThat(live.current().accessKeyId()).isEqualTo("key-2");
    live.offer(arrivedAgain(first, Duration.ofMillis(5)));
    assertThat(live.current().accessKeyId()).isEqualTo("key-2");
  }

  @Test
  void doesNotTakeTheRefusedSessionFromAnOffer() {
    Session first = live.current();
    live.onRejected("key-1", EXPIRED);
    live.offer(first);
    assertThat(live.peek()).isNull();
  }

  @Test
  void manyRefusalsOfOneSessionCostOneSession() {
    live.current();
    for (int i = 0; i < 50; i++) {
      assertThat(live.onRejected("key-1", EXPIRED)).isTrue();
    }
    live.current();
    for (int i = 0; i < 50; i++) {
      assertThat(live.onRejected("key-1", EXPIRED)).isTrue();
      assertThat(live.current().accessKeyId()).isEqualTo("key-2");
    }
    assertThat(source.calls()).isEqualTo(2);
  }

  @Test
  void ambiguousRefusalsCostTwoSessionsPerHalfLifetime() {
    live.current();
    clock.advance(Duration.ofMinutes(31));
    assertThat(live.onRejected("key-1", PERHAPS_EXPIRED)).isTrue();
    live.current();
    assertThat(live.onRejected("key-2", PERHAPS_EXPIRED))
        .as("the next session had ended too")
        .isTrue();
    live.current();
    for (int i = 0; i < 50; i++) {
      assertThat(live.onRejected("key-3", PERHAPS_EXPIRED)).isFalse();
    }
    assertThat(live.current().accessKeyId()).isEqualTo("key-3");
    clock.advance(Duration.ofMinutes(31));
    assertThat(live.onRejected("key-3", PERHAPS_EXPIRED)).isTrue();
  }

  /**
   * A store that says so of each request, whatever signed it, must not cost a session each time.
   */
  @Test
  void aStoreThatCallsEverySessionExpiredCostsAHundredPerHalfLifetime() {
    for (int i = 0; i < 500; i++) {
      live.onRejected(live.current().accessKeyId(), EXPIRED);
    }
    assertThat(live.current().accessKeyId()).isEqualTo("key-101");
    assertThat(live.onRejected("key-101", EXPIRED)).isFalse();
    clock.advance(Duration.ofMinutes(31));
    assertThat(live.onRejected("key-101", EXPIRED)).isTrue();
    assertThat(live.current().accessKeyId()).isEqualTo("key-102");
  }

  @Test
  void unclearRefusalsHaveABoundOfTheirOwn() {
    for (int i = 0; i < 500; i++) {
      live.onRejected(live.current().accessKeyId(), i % 2 == 0 ? PERHAPS_EXPIRED : EXPIRED);
    }
    assertThat(live.current().accessKeyId()).as("2 and 100 later").isEqualTo("key-103");
  }

  @Test
  void whatWasRefusedBeforeTheClockWasSetBackIsForgotten() {
    for (int i = 0; i < 500; i++) {
      live.onRejected(live.current().accessKeyId(), EXPIRED);
    }
    clock.advance(Duration.ofHours(-2));
    assertThat(live.onRejected("key-101", EXPIRED)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"EXPIRED, true", "PERHAPS_EXPIRED, true", "DENIED, false"})
  void aRequestSignedBeforeTheSwapIsSignedAgain(Rejection rejection, boolean again) {
    live.current();
    live.renewNow();
    assertThat(live.onRejected("key-1", rejection)).isEqualTo(again);
    assertThat(live.current().accessKeyId()).isEqualTo("key-2");
    assertThat(source.calls()).isEqualTo(2);
  }

  @Test
  void aDenialOfASessionThatEndedMeanwhileIsSignedAgain() {
    live.current();
    source.lifetime(Duration.ofHours(2));
    live.renewNow();
    clock.advance(Duration.ofMinutes(60));
    assertThat(live.onRejected("key-1", DENIED)).isTrue();
    assertThat(live.peek()).isNotNull();
  }

  @Test
  void aDenialOfADroppedSessionIsSignedAgain() {
    live.current();
    source.fail(Kind.TRANSIENT, "STS is down");
    scheduler.advance(Duration.ofMinutes(60));
    assertThat(live.peek()).isNull();
    assertThat(live.onRejected("key-1", DENIED)).isTrue();
  }

  @Test
  void aDenialOfAnUnknownKeyIsFinal() {
    assertThat(live.onRejected("key-9", DENIED)).isFalse();
    live.current();
    assertThat(live.onRejected("key-9", DENIED)).isFalse();
  }

  /** The answer was on its way when another one brought the same session, which was refused. */
  @Test
  void aRefusedSessionThatComesWithALateAnswerIsNotUsedAgain() {
    live.current();
    live.onRejected("key-1", EXPIRED);
    Session second = Samples.session(2, clock.instant().plus(Duration.ofHours(1)));
    source.beforeAnswer(
        () -> {
          live.offer(second);
          live.onRejected("key-2", EXPIRED);
        });
    assertThat(live.request())
        .isInstanceOfSatisfying(
            Standing.Failed.class,
            failed ->
                assertThat(failed.why())
                    .hasMessage("got " + second + " again, which the store has refused"));
    source.beforeAnswer(() -> {});
    scheduler.advanceToNext();
    assertThat(live.current().accessKeyId()).isEqualTo("key-3");
    assertThat(source.rejected()).last().isEqualTo(Optional.of(second));
  }
}
