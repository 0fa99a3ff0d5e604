package io.rolecall.renewal;

import static io.rolecall.testing.FakeClock.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.testing.Concurrently;
import io.rolecall.testing.FakeScheduler;
import io.rolecall.testing.FakeSource;
import io.rolecall.testing.RecordedLog;
import io.rolecall.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Renewal ahead of time, and what happens while it fails. */
@Timeout(30)
class LiveSessionRenewalTest extends LiveSessionFixture {

  private static Instant minute(int minutes) {
    return START.plus(Duration.ofMinutes(minutes));
  }

  @Test
  void renewsWithinLeadAndJitter() {
    Set<Instant> times = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      FakeScheduler own = new FakeScheduler(clock);
      new SessionStore(POLICY, clock, own, Runnable::run).session(i, "route", source).current();
      times.add(own.nextDue());
    }
    assertThat(times).allMatch(time -> !time.isBefore(minute(36)) && !time.isAfter(minute(42)));
    assertThat(times).hasSizeGreaterThan(100);
  }

  @Test
  void putsTheNextSessionInPlace() {
    live.current();
    scheduler.advanceToNext();
    Session second = live.current();
    assertThat(second).isEqualTo(Samples.session(2, clock.instant().plus(Duration.ofHours(1))));
    // The first one's end is nobody's any more.
    scheduler.advance(Duration.between(clock.instant(), minute(61)));
    assertThat(live.peek()).isSameAs(second);
    assertThat(source.calls()).isEqualTo(2);
  }

  @Test
  void goesOnRenewingForAsLongAsTheStoreIsOpen() {
    live.current();
    for (int i = 0; i < 48; i++) {
      scheduler.advance(Duration.ofMinutes(30));
      assertThat(live.current()).isNotNull();
    }
    assertThat(source.calls()).isBetween(34, 41);
    assertThat(scheduler.pending()).isEqualTo(2);
  }

  @Test
  void givesTheOldSessionWhileTheNextIsUnderWay() {
    Session first = live.current();
    List<Session> seen = new ArrayList<>();
    source.beforeAnswer(
        () -> {
          seen.add(live.current());
          seen.add(Concurrently.start(live::current).value());
        });
    scheduler.advanceToNext();
    assertThat(seen).containsExactly(first, first);
    assertThat(live.current()).isNotEqualTo(first);
  }

  @Test
  void givesTheOldSessionWhileRenewalsFail() {
    Session first = live.current();
    source.fail(Kind.PERMANENT, "the trust policy was changed");
    scheduler.advance(Duration.ofMinutes(59));
    assertThat(live.current()).isSameAs(first);
    assertThat(source.calls()).isGreaterThan(30);
  }

  @Test
  void triesAgainAfterWaitsThatGrow() {
    live.current();
    source.fail(Kind.TRANSIENT, "STS is down");
    scheduler.advanceToNext();
    long longest = 1000;
    for (int failures = 1; failures <= 10; failures++) {
      assertThat(source.calls()).isEqualTo(1 + failures);
      long wait = Duration.between(clock.instant(), scheduler.nextDue()).toMillis();
      assertThat(wait).describedAs("after %d", failures).isBetween(longest / 2, longest);
      longest = Math.min(2 * longest, 30_000);
      scheduler.advanceToNext();
    }
  }

  @Test
  void logsTheFirstFailureOfASeriesAndItsEnd() {
    Session first = live.current();
    try (RecordedLog log = new RecordedLog(LiveSession.class, "INFO")) {
      source.fail(Kind.TRANSIENT, "STS is down");
      scheduler.advanceToNext();
      String retryAt = scheduler.nextDue().toString();
      scheduler.advanceToNext();
      scheduler.advanceToNext();
      source.recover();
      scheduler.advanceToNext();
      assertThat(log.lines())
          .containsExactly(
              "WARN s3a://b1 -> reader: no new session: STS is down. The current one serves until "
                  + first.expiration()
                  + ". Trying again from "
                  + retryAt
                  + " on; further failures are not logged.",
              "INFO s3a://b1 -> reader: sessions can be had again after 3 failures",
              "INFO s3a://b1 -> reader: got " + live.current());
    }
  }

  @Test
  void logsTheFirstFailureOfTheNextSeriesToo() {
    live.current();
    try (RecordedLog log = new RecordedLog(LiveSession.class, "WARN")) {
      for (int series = 0; series < 2; series++) {
        source.fail(Kind.TRANSIENT, "outage " + series);
        scheduler.advanceToNext();
        source.recover();
        scheduler.advanceToNext();
        live.current();
      }
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(1)).contains("outage 1");
    }
  }

  @Test
  void recoversFromFailures() {
    live.current();
    source.fail(Kind.PERMANENT, "the trust policy was changed");
    scheduler.advance(Duration.ofMinutes(50));
    source.recover();
    scheduler.advance(Duration.ofSeconds(30));
    Session renewed = live.current();
    assertThat(renewed.expiration()).isAfter(minute(109));
    assertThat(scheduler.nextDue()).isAfter(minute(80));
  }

  @Test
  void goesOnAfterAnErrorOfTheSource() {
    Session first = live.current();
    source.beforeAnswer(
        () -> {
          throw new NoClassDefFoundError("software/amazon/awssdk/services/sts/StsClient");
        });
    scheduler.advanceToNext();
    assertThat(live.current()).isSameAs(first);
    source.beforeAnswer(() -> {});
    scheduler.advanceToNext();
    assertThat(live.current()).isNotEqualTo(first);
  }

  static Stream<Throwable> whateverCanBeThrown() {
    return Stream.of(
        new OutOfMemoryError("Java heap space"),
        new StackOverflowError(),
        new AssertionError("a defect"),
        new ExceptionInInitializerError("a jar too many"),
        new IllegalStateException("connection pool shut down"));
  }

  @ParameterizedTest
  @MethodSource("whateverCanBeThrown")
  void goesOnRenewingAfterWhateverIsThrown(Throwable thrown) {
    Session first = live.current();
    source.beforeAnswer(() -> throwAny(thrown));
    scheduler.advanceToNext();
    assertThat(live.current()).isSameAs(first);
    assertThat(live.statistics().failures()).isOne();
    source.beforeAnswer(() -> {});
    scheduler.advanceToNext();
    assertThat(live.current()).isNotEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("whateverCanBeThrown")
  void tellsWhoeverWaitsWhatWasThrown(Throwable thrown) {
    source.beforeAnswer(() -> throwAny(thrown));
    assertThatThrownBy(live::currentOrFail)
        .isInstanceOf(SessionException.class)
        .hasMessage(thrown.toString())
        .hasCause(thrown);
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> void throwAny(Throwable thrown) throws X {
    throw (X) thrown;
  }

  @Test
  void goesOnRenewingAfterNoThreadCouldBeHad() {
    AtomicBoolean none = new AtomicBoolean();
    Executor threads =
        flight -> {
          if (none.get()) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          flight.run();
        };
    LiveSession own =
        new SessionStore(POLICY, clock, scheduler, threads).session("key", "route", source);
    Session first = own.current();
    none.set(true);
    scheduler.advanceToNext();
    assertThat(own.statistics().failures()).isOne();
    assertThat(own.current()).isSameAs(first);
    none.set(false);
    scheduler.advanceToNext();
    assertThat(own.current()).isNotEqualTo(first);
  }

  @Test
  void doesNotAskWithoutEndForSessionsThatHaveEnded() {
    SessionStore broken = new SessionStore(POLICY, clock, scheduler, Runnable::run);
    FakeSource ended = new FakeSource(clock, Duration.ZERO);
    LiveSession session = broken.session("key", "s3a://b1 -> reader", ended);
    session.offer(Samples.session(9, minute(1)));
    session.current();
    scheduler.advance(Duration.ofMinutes(1));
    assertThat(ended.calls()).isBetween(1, 20);
    assertThat(session.peek()).isNull();
  }

  @Test
  void dropsASessionAtItsEnd() {
    Session first = live.current();
    source.fail(Kind.TRANSIENT, "STS is down");
    scheduler.advance(Duration.ofHours(1).minusMillis(1));
    assertThat(live.peek()).isSameAs(first);
    scheduler.advance(Duration.ofMillis(1));
    assertThat(live.peek()).isNull();
  }

  @Test
  void renewsNowWhenItIsTold() {
    live.current();
    live.renewNow();
    assertThat(live.current().accessKeyId()).isEqualTo("key-2");
    assertThat(scheduler.pending()).isEqualTo(2);
  }

  @Test
  void doesNotRenewTwiceAtTheSameTime() {
    live.current();
    source.beforeAnswer(live::renewNow);
    scheduler.advanceToNext();
    assertThat(source.calls()).isEqualTo(2);
  }
}
