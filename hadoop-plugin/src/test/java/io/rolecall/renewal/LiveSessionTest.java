package io.rolecall.renewal;

import static io.rolecall.testing.FakeClock.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.session.Rejection;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.session.SessionUnavailableException;
import io.rolecall.testing.Concurrently;
import io.rolecall.testing.Concurrently.Running;
import io.rolecall.testing.FakeSource;
import io.rolecall.testing.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Getting a session: who asks, who waits, who shares. */
class LiveSessionTest extends LiveSessionFixture {

  private static Session session(int number, Duration lifetime) {
    return Samples.session(number, START.plus(lifetime));
  }

  @Test
  void asksNobodyBeforeItsFirstCaller() {
    scheduler.advance(Duration.ofHours(2));
    assertThat(source.calls()).isZero();
    assertThat(live.peek()).isNull();
    assertThat(live).hasToString("s3a://b1 -> reader");
  }

  @Test
  void firstCallerHasItObtainedOnTheThreadOfAFlight() {
    AtomicReference<Thread> asking = new AtomicReference<>();
    source.beforeAnswer(() -> asking.set(Thread.currentThread()));
    List<Thread> flights = new ArrayList<>();
    Executor flying =
        flight -> {
          Thread thread = new Thread(flight);
          flights.add(thread);
          thread.start();
        };
    LiveSession own =
        new SessionStore(POLICY, clock, scheduler, flying).session("key", "route", source);
    assertThat(own.current()).isEqualTo(session(1, Duration.ofHours(1)));
    assertThat(flights).containsExactly(asking.get());
  }

  @Test
  void givesTheSameSessionWhileItIsValid() throws SessionException {
    Session first = live.current();
    scheduler.advance(Duration.ofMinutes(30));
    assertThat(live.current()).isSameAs(first);
    assertThat(live.currentOrFail()).isSameAs(first);
    assertThat(live.peek()).isSameAs(first);
    assertThat(source.calls()).isEqualTo(1);
  }

  @Test
  void asksOnceForManyCallers() {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    source.beforeAnswer(
        () -> {
          asked.countDown();
          Concurrently.await(answer);
        });
    List<Running<Session>> callers = Concurrently.start(8, live::current);
    Concurrently.await(asked);
    callers.forEach(Running::untilWaiting);
    answer.countDown();
    assertThat(callers).extracting(Running::value).containsOnly(session(1, Duration.ofHours(1)));
    assertThat(source.calls()).isEqualTo(1);
  }

  @Test
  void holdsNoLockWhileTheSourceIsAsked() {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    source.beforeAnswer(
        () -> {
          asked.countDown();
          Concurrently.await(answer);
        });
    Running<Session> caller = Concurrently.start(live::current);
    Concurrently.await(asked);
    assertThat(live.onRejected("key-0", Rejection.DENIED)).isFalse();
    live.offer(session(7, Duration.ofMinutes(50)));
    assertThat(live.current()).isEqualTo(session(7, Duration.ofMinutes(50)));
    answer.countDown();
    assertThat(caller.value()).isEqualTo(session(1, Duration.ofHours(1)));
  }

  @Test
  void doesNotWaitForAnotherRoute() {
    CountDownLatch answer = new CountDownLatch(1);
    FakeSource slow = new FakeSource(clock, Duration.ofHours(1));
    slow.beforeAnswer(() -> Concurrently.await(answer));
    LiveSession other = store.session("other", "s3a://b2 -> writer", slow);
    Running<Session> waiting = Concurrently.start(other::current).untilWaiting();
    assertThat(live.current()).isNotNull();
    answer.countDown();
    assertThat(waiting.value()).isNotNull();
  }

  @Test
  void callerThatIsInterruptedGivesUp() {
    source.fail(Kind.TRANSIENT, "STS is down");
    Running<Session> caller = Concurrently.start(live::current).untilWaiting();
    caller.thread().interrupt();
    assertThat(caller.failure())
        .isInstanceOf(SessionUnavailableException.class)
        .hasMessage("s3a://b1 -> reader: interrupted while waiting for a session")
        .hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void takesAnOfferedSessionWhenItHasNone() {
    live.offer(session(5, Duration.ofMinutes(10)));
    assertThat(live.current()).isEqualTo(session(5, Duration.ofMinutes(10)));
    assertThat(source.calls()).isZero();
    scheduler.advanceToNext();
    assertThat(source.calls()).isEqualTo(1);
  }

  @Test
  void takesAnOfferedSessionThatOutlivesItsOwn() {
    live.offer(session(5, Duration.ofMinutes(10)));
    live.offer(session(6, Duration.ofMinutes(9)));
    assertThat(live.peek()).isEqualTo(session(5, Duration.ofMinutes(10)));
    live.offer(session(7, Duration.ofMinutes(10)));
    assertThat(live.peek()).isEqualTo(session(5, Duration.ofMinutes(10)));
    live.offer(session(8, Duration.ofMinutes(11)));
    assertThat(live.peek()).isEqualTo(session(8, Duration.ofMinutes(11)));
    assertThat(scheduler.pending()).describedAs("one renewal, one end").isEqualTo(2);
  }

  @Test
  void doesNotTakeAnOfferedSessionThatHasEnded() {
    live.offer(session(5, Duration.ZERO));
    assertThat(live.peek()).isNull();
    assertThat(live.current()).isEqualTo(session(1, Duration.ofHours(1)));
  }

  @Test
  void anOfferedSessionEndsTheWaitOfCallers() {
    source.fail(Kind.TRANSIENT, "STS is down");
    Running<Session> caller = Concurrently.start(live::current).untilWaiting();
    live.offer(session(5, Duration.ofMinutes(10)));
    assertThat(caller.value()).isEqualTo(session(5, Duration.ofMinutes(10)));
  }

  @Test
  void namesNoRejectedSessionInTheOrdinaryCase() {
    live.current();
    scheduler.advanceToNext();
    assertThat(source.rejected()).containsExactly(Optional.empty(), Optional.empty());
  }

  @Test
  void closingEndsTheWaitOfCallers() {
    source.fail(Kind.TRANSIENT, "STS is down");
    Running<Session> caller = Concurrently.start(live::current).untilWaiting();
    store.close();
    assertThat(caller.failure())
        .isInstanceOf(SessionUnavailableException.class)
        .hasMessage("s3a://b1 -> reader: closed");
  }

  @Test
  void givesAndTakesNothingOnceClosed() {
    live.current();
    store.close();
    live.offer(session(5, Duration.ofHours(3)));
    live.renewNow();
    assertThat(live.peek()).isNull();
    assertThat(scheduler.pending()).isZero();
    assertThat(source.calls()).isEqualTo(1);
    assertThatThrownBy(live::current).hasMessage("s3a://b1 -> reader: closed");
    assertThatThrownBy(live::currentOrFail)
        .isInstanceOf(SessionException.class)
        .hasMessage("s3a://b1 -> reader: closed");
  }

  @Test
  void aSessionThatArrivesAfterTheCloseIsForgotten() {
    source.beforeAnswer(store::close);
    assertThatThrownBy(live::current).hasMessage("s3a://b1 -> reader: closed");
    assertThat(live.peek()).isNull();
    assertThat(scheduler.pending()).isZero();
  }

  @Test
  void givesWhatLastsLongEnoughAtOnce() throws SessionException {
    live.current();
    source.fail(Kind.TRANSIENT, "STS is down");
    scheduler.advance(Duration.ofMinutes(59).plusSeconds(58));
    assertThat(live.lasting(Duration.ofSeconds(2))).isEqualTo(session(1, Duration.ofHours(1)));
  }

  @Test
  void waitsForTheNextNearTheEnd() {
    live.current();
    source.fail(Kind.TRANSIENT, "STS is down");
    scheduler.advance(Duration.ofMinutes(59).plusSeconds(58));
    Running<Session> caller =
        Concurrently.start(() -> live.lasting(Duration.ofSeconds(10))).untilWaiting();
    live.offer(session(7, Duration.ofHours(2)));
    assertThat(caller.value()).isEqualTo(session(7, Duration.ofHours(2)));
  }

  @Test
  void givesTheOldOneNearItsEndWhereThereIsNoNext() {
    live.current();
    source.fail(Kind.TRANSIENT, "STS is down");
    scheduler.advance(Duration.ofMinutes(59).plusSeconds(58));
    Running<Session> caller =
        Concurrently.start(() -> live.lasting(Duration.ofSeconds(10))).untilWaiting();
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(caller.value()).isEqualTo(session(1, Duration.ofHours(1)));
    scheduler.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> live.lasting(Duration.ofSeconds(10)))
        .isInstanceOf(SessionException.class)
        .hasMessage("STS is down");
  }
}
