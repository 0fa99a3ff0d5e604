package io.rolecall.renewal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.session.Rejection;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.testing.RecordedLog;
import io.rolecall.testing.Samples;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session that nobody has used rests: it is not renewed until somebody does. */
@Timeout(30)
class LiveSessionRestTest extends LiveSessionFixture {

  /** The first session is used, and so renewed; nobody uses the second. */
  @BeforeEach
  void untilTheSecondSessionRests() {
    live.current();
    scheduler.advanceToNext();
    scheduler.advanceToNext();
    assertThat(source.calls()).isEqualTo(2);
  }

  private static Session resting(LiveSession live) {
    Session session = requireNonNull(live.peek());
    assertThat(session.accessKeyId()).isEqualTo("key-2");
    return session;
  }

  @Test
  void nobodyIsAskedForAnother() {
    scheduler.advance(Duration.ofDays(1));
    assertThat(source.calls()).isEqualTo(2);
    assertThat(scheduler.pending()).isZero();
    assertThat(live.peek()).describedAs("it has ended").isNull();
  }

  @Test
  void itsNextUserGetsItAtOnceAndHasItRenewed() {
    Session second = resting(live);
    assertThat(live.current()).isSameAs(second);
    assertThat(source.calls()).isEqualTo(2);
    scheduler.advance(Duration.ZERO);
    assertThat(source.calls()).isEqualTo(3);
    assertThat(live.current().accessKeyId()).isEqualTo("key-3");
  }

  @Test
  void oneThatHasBeenWokenIsRenewedAsBefore() {
    live.current();
    scheduler.advance(Duration.ZERO);
    live.current();
    scheduler.advanceToNext();
    assertThat(source.calls()).isEqualTo(4);
  }

  /** Whoever wakes it has time to use it. */
  @Test
  void itsNextUserGetsANewerOneWhenHalfOfWhatIsLeftOfItHasPassed() {
    untilHalfOfWhatIsLeftHasPassed();
    assertThat(live.current().accessKeyId()).isEqualTo("key-3");
    assertThat(source.calls()).isEqualTo(3);
  }

  @Test
  void itsNextUserGetsItAtOnceBefore() {
    Session second = resting(live);
    Duration left = Duration.between(clock.instant(), second.expiration());
    scheduler.advance(left.dividedBy(2).minusSeconds(1));
    assertThat(live.current()).isSameAs(second);
  }

  /** Else an outage of STS would end the work of those who come late. */
  @Test
  void itServesToItsEndIfThereIsNoNewer() {
    Session second = resting(live);
    untilHalfOfWhatIsLeftHasPassed();
    source.fail(Kind.PERMANENT, "STS refuses");
    assertThat(live.current()).isSameAs(second);
    scheduler.advance(
        Duration.between(clock.instant(), second.expiration()).minus(Duration.ofSeconds(1)));
    assertThat(live.current()).isSameAs(second);
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(live.peek()).isNull();
  }

  @Test
  void whoMayNotWaitGetsItThenIfThereIsNoNewer() {
    Session second = resting(live);
    untilHalfOfWhatIsLeftHasPassed();
    source.fail(Kind.TRANSIENT, "STS is down");
    assertThat(live.request()).isEqualTo(new Standing.Ready(second));
  }

  private void untilHalfOfWhatIsLeftHasPassed() {
    scheduler.advance(Duration.between(clock.instant(), resting(live).expiration()).dividedBy(2));
  }

  @Test
  void oneThatHasBeenWokenIsValidUntilItsEnd() {
    Session second = live.current();
    source.fail(Kind.TRANSIENT, "STS is down");
    scheduler.advance(
        Duration.between(clock.instant(), second.expiration()).minus(Duration.ofSeconds(1)));
    assertThat(live.current()).isSameAs(second);
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(live.peek()).isNull();
  }

  @Test
  void whoeverAsksForOthersGetsANewerOneAtOnce() throws SessionException {
    assertThat(live.currentOrFail().accessKeyId()).isEqualTo("key-3");
    assertThat(source.calls()).isEqualTo(3);
    scheduler.advanceToNext();
    assertThat(source.calls()).describedAs("asking was a use").isEqualTo(4);
  }

  @Test
  void soDoesWhoeverAsksForOthersWhenSomebodyHasJustWokenIt() throws SessionException {
    Session second = live.current();
    assertThat(live.currentOrFail().accessKeyId()).isEqualTo("key-3");
    assertThat(second.accessKeyId()).isEqualTo("key-2");
  }

  @Test
  void whoeverAsksForOthersGetsTheOneThatRestsIfThereIsNoNewer() throws SessionException {
    Session second = resting(live);
    source.fail(Kind.TRANSIENT, "STS is down");
    try (RecordedLog log = new RecordedLog(LiveSession.class, "WARN")) {
      assertThat(live.currentOrFail()).isSameAs(second);
      assertThat(source.calls()).isEqualTo(3);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("STS is down. The current one serves until " + second.expiration());
    }
    source.recover();
    scheduler.advance(Duration.ZERO);
    assertThat(source.calls()).describedAs("the next try has its time").isEqualTo(3);
    scheduler.advanceToNext();
    assertThat(live.current().accessKeyId()).isEqualTo("key-4");
  }

  @Test
  void aSourceThatHasNoneButItIsAskedOnce() throws SessionException {
    Session second = resting(live);
    store.close();
    SessionStore other = new SessionStore(POLICY, clock, scheduler, Runnable::run);
    int[] asked = new int[1];
    LiveSession same =
        other.session(
            "key",
            "s3a://b1 -> reader",
            rejected -> {
              asked[0]++;
              return second;
            });
    same.offer(second);
    scheduler.advanceToNext();
    assertThat(same.currentOrFail()).isSameAs(second);
    assertThat(same.currentOrFail()).isSameAs(second);
    assertThat(asked[0]).isEqualTo(1);
    scheduler.advanceToNext();
    assertThat(asked[0]).describedAs("it has been used, and is due").isEqualTo(2);
  }

  @Test
  void itCanBeRefusedWhileItRests() {
    assertThat(live.onRejected(resting(live).accessKeyId(), Rejection.EXPIRED)).isTrue();
    assertThat(live.current().accessKeyId()).isEqualTo("key-3");
  }

  @Test
  void onlyANewerOneThatIsOfferedTakesItsPlace() {
    Session second = resting(live);
    live.offer(Samples.session(8, second.expiration()));
    assertThat(live.peek()).isSameAs(second);
    live.offer(Samples.session(2, second.expiration().plusMillis(3)));
    assertThat(live.peek()).describedAs("the same, by another clock").isSameAs(second);
    Session newer = Samples.session(9, second.expiration().plusSeconds(1));
    live.offer(newer);
    assertThat(live.peek()).isSameAs(newer);
    assertThat(live.current()).isSameAs(newer);
  }

  @Test
  void itIsRenewedIfThatIsAskedFor() {
    live.renewNow();
    assertThat(live.peek()).extracting(Session::accessKeyId).isEqualTo("key-3");
  }

  /** A short time to expiry is an alarm, and this is none. */
  @Test
  void itsTimeToExpiryIsNotShown() {
    assertThat(live.statistics().secondsToExpiry(clock.instant())).isZero();
    Session second = live.current();
    assertThat(live.statistics().secondsToExpiry(clock.instant()))
        .isEqualTo(Duration.between(clock.instant(), second.expiration()).toSeconds());
  }

  @Test
  void closingEndsItsRest() {
    store.close();
    assertThat(live.peek()).isNull();
    assertThat(scheduler.pending()).isZero();
  }
}
