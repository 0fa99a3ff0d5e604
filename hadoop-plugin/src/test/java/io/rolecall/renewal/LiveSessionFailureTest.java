package io.rolecall.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.session.RenewalPolicy;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.session.SessionUnavailableException;
import io.rolecall.testing.Concurrently;
import io.rolecall.testing.Concurrently.Running;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import io.rolecall.testing.FakeSource;
import io.rolecall.testing.RecordedLog;
import io.rolecall.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller meets who finds no valid session while none can be had. */
@Timeout(30)
class LiveSessionFailureTest {

  private final FakeClock clock = new FakeClock();
  private final FakeScheduler scheduler = new FakeScheduler(clock);
  private final FakeSource source = new FakeSource(clock, Duration.ofHours(1));

  private LiveSession live(Duration patience) {
    RenewalPolicy policy =
        new RenewalPolicy(0.3, 0.1, Duration.ofSeconds(1), Duration.ofSeconds(30), patience);
    return new SessionStore(policy, clock, scheduler, Runnable::run)
        .session("key", "s3a://b1 -> reader", source);
  }

  private LiveSession patient() {
    return live(Duration.ofMinutes(1));
  }

  @Test
  void aPermanentFailureFailsAtOnce() {
    source.fail(Kind.PERMANENT, "STS refused reader");
    assertThatThrownBy(patient()::current)
        .isInstanceOf(SessionUnavailableException.class)
        .hasMessage(
            "s3a://b1 -> reader: STS refused reader (failed 1 time; next try at "
                + scheduler.nextDue()
                + ")")
        .hasCauseInstanceOf(SessionException.class);
  }

  @Test
  void aPermanentFailureIsRememberedUntilTheNextTry() {
    LiveSession live = patient();
    source.fail(Kind.PERMANENT, "STS refused reader");
    assertThatThrownBy(live::current).hasMessageContaining("failed 1 time;");
    assertThatThrownBy(live::current).hasMessageContaining("failed 1 time;");
    assertThat(source.calls()).isEqualTo(1);

    clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(live::current).hasMessageContaining("(failed 2 times; next try at ");
    assertThat(source.calls()).isEqualTo(2);
  }

  @Test
  void aPermanentFailureIsNotTriedAgainUntilSomebodyAsks() {
    LiveSession live = patient();
    source.fail(Kind.PERMANENT, "STS refused reader");
    assertThatThrownBy(live::current).isInstanceOf(SessionUnavailableException.class);
    scheduler.advance(Duration.ofHours(1));
    assertThat(source.calls()).isEqualTo(1);

    source.recover();
    assertThat(live.current().accessKeyId()).isEqualTo("key-2");
  }

  /** Else the role would be closed until the clock is where it was. */
  @Test
  void aFailureIsForgottenWhenTheClockIsSetBack() {
    LiveSession live = patient();
    source.fail(Kind.PERMANENT, "STS refused reader");
    assertThatThrownBy(live::current).isInstanceOf(SessionUnavailableException.class);
    source.recover();
    clock.advance(Duration.ofHours(-2));
    assertThat(live.current().accessKeyId()).isEqualTo("key-2");
  }

  @Test
  void aTransientFailureIsWaitedOut() {
    LiveSession live = patient();
    source.fail(Kind.TRANSIENT, "STS is down");
    List<Running<Session>> callers = Concurrently.start(4, live::current);
    callers.forEach(Running::untilWaiting);
    scheduler.advanceToNext();
    scheduler.advanceToNext();
    callers.forEach(Running::untilWaiting);
    assertThat(source.calls()).isGreaterThan(2);
    source.recover();
    scheduler.advanceToNext();
    assertThat(callers)
        .extracting(Running::value)
        .allMatch(session -> session.expiration().isAfter(clock.instant()));
  }

  @Test
  void patienceEnds() {
    LiveSession live = live(Duration.ofMillis(50));
    source.fail(Kind.TRANSIENT, "STS is down");
    assertThatThrownBy(live::current)
        .isInstanceOf(SessionUnavailableException.class)
        .hasMessage(
            "s3a://b1 -> reader: STS is down (failed 1 time; next try at "
                + scheduler.nextDue()
                + ")");
    assertThat(source.calls()).isEqualTo(1);
  }

  @Test
  void patienceEndsForASlowSourceToo() {
    LiveSession live = live(Duration.ofSeconds(1));
    CountDownLatch answer = new CountDownLatch(1);
    source.beforeAnswer(() -> Concurrently.await(answer));
    Running<Session> first = Concurrently.start(live::current).untilWaiting();
    assertThatThrownBy(live::current)
        .hasMessage("s3a://b1 -> reader: no session within 1 s; the source is slow");
    answer.countDown();
    assertThat(first.value().accessKeyId()).isEqualTo("key-1");
  }

  @ParameterizedTest
  @CsvSource({"TRANSIENT, Requests wait up to 1 s for one.", "PERMANENT, Requests fail."})
  void saysWhatItMeansForRequests(Kind kind, String consequence) {
    LiveSession live = live(Duration.ofSeconds(1));
    source.fail(kind, "STS refused reader");
    try (RecordedLog log = new RecordedLog(LiveSession.class, "INFO")) {
      assertThatThrownBy(live::currentOrFail).isInstanceOf(SessionException.class);
      assertThat(log.lines())
          .containsExactly(
              "WARN s3a://b1 -> reader: no new session: STS refused reader. "
                  + consequence
                  + " Trying again from "
                  + scheduler.nextDue()
                  + " on; further failures are not logged.");
    }
  }

  @Test
  void currentOrFailDoesNotWaitFailuresOut() {
    LiveSession live = patient();
    source.fail(Kind.TRANSIENT, "STS is down");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(live::currentOrFail)
          .isInstanceOfSatisfying(
              SessionException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TRANSIENT))
          .hasMessage("STS is down");
    }
    assertThat(source.calls()).isEqualTo(1);
    source.recover();
    clock.advance(Duration.ofSeconds(1));
    assertThat(live.peek()).isNull();
    assertThat(live.current()).isNotNull();
  }

  @Test
  void currentOrFailKeepsTheKindOfTheFailure() {
    source.fail(Kind.PERMANENT, "STS refused reader");
    assertThatThrownBy(patient()::currentOrFail)
        .isInstanceOfSatisfying(
            SessionException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PERMANENT))
        .hasMessage("STS refused reader");
  }

  @Test
  void anUnexpectedExceptionOfTheSourceMayPass() {
    source.beforeAnswer(
        () -> {
          throw new IllegalStateException("connection pool shut down");
        });
    assertThatThrownBy(live(Duration.ofMillis(20))::current)
        .isInstanceOf(SessionUnavailableException.class)
        .hasMessageStartingWith(
            "s3a://b1 -> reader: java.lang.IllegalStateException: connection pool shut down"
                + " (failed 1 time; next try at ");
  }

  @Test
  void aMissingClassFailsAtOnce() {
    source.beforeAnswer(
        () -> {
          throw new NoClassDefFoundError("software/amazon/awssdk/services/sts/StsClient");
        });
    assertThatThrownBy(patient()::current)
        .isInstanceOf(SessionUnavailableException.class)
        .hasMessageStartingWith(
            "s3a://b1 -> reader: java.lang.NoClassDefFoundError:"
                + " software/amazon/awssdk/services/sts/StsClient (failed 1 time; next try at ");
  }

  @Test
  void patienceWithoutEndIsPatience() {
    LiveSession live = live(Duration.ofSeconds(Long.MAX_VALUE));
    source.fail(Kind.TRANSIENT, "STS is down");
    Running<Session> caller = Concurrently.start(live::current).untilWaiting();
    source.recover();
    scheduler.advanceToNext();
    assertThat(caller.value().accessKeyId()).isEqualTo("key-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+1000000000-12-31T23:59:59.999999999Z", "+292278994-08-17T07:12:56Z"})
  void aSessionWithoutAnEndIsAFailure(String end) {
    LiveSession live =
        new SessionStore(LiveSessionFixture.POLICY, clock, scheduler, Runnable::run)
            .session("key", "s3a://b1 -> reader", no -> Samples.session(1, Instant.parse(end)));
    assertThatThrownBy(live::currentOrFail)
        .isInstanceOfSatisfying(
            SessionException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PERMANENT))
        .hasMessage(
            "got session alice-job of arn:aws:iam::111122223333:role/reader until "
                + end
                + ": expected one that ends within 3650 days; look at the clocks, and at what gave"
                + " it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+1000000000-12-31T23:59:59.999999999Z", "-1000000000-01-01T00:00:00Z"})
  void aSessionOfExtremeTimeIsNotTakenFromAnOffer(String end) {
    LiveSession live = patient();
    live.offer(Samples.session(5, Instant.parse(end)));
    assertThat(live.peek()).isNull();
    assertThat(live.current().accessKeyId()).isEqualTo("key-1");
  }

  @Test
  void aSessionThatHasEndedOnArrivalIsAFailure() {
    FakeSource ended = new FakeSource(clock, Duration.ZERO);
    LiveSession live =
        new SessionStore(
                new RenewalPolicy(
                    0.3, 0.1, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(20)),
                clock,
                scheduler,
                Runnable::run)
            .session("key", "s3a://b1 -> reader", ended);
    assertThatThrownBy(live::current)
        .hasMessage(
            "s3a://b1 -> reader: got session alice-job of arn:aws:iam::111122223333:role/reader"
                + " until 2026-01-01T00:00:00Z, which has ended already; compare the clocks (failed"
                + " 1 time; next try at "
                + scheduler.nextDue()
                + ")");
  }
}
