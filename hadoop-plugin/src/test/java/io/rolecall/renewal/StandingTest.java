package io.rolecall.renewal;

import static io.rolecall.testing.FakeClock.START;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import io.rolecall.testing.FakeSource;
import io.rolecall.testing.Samples;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a caller is told who may not wait. Flights take off when the test says so. */
@Timeout(30)
class StandingTest {

  private final FakeClock clock = new FakeClock();
  private final FakeScheduler scheduler = new FakeScheduler(clock);
  private final FakeSource source = new FakeSource(clock, Duration.ofHours(1));
  private final Deque<Runnable> flights = new ArrayDeque<>();
  private final SessionStore store =
      new SessionStore(
          LiveSessionFixture.POLICY,
          new SessionEnvironment(
              clock,
              () -> Duration.between(START, clock.instant()).toNanos(),
              () -> 0.5,
              scheduler,
              flights::add,
              ReentrantLock::new),
          live -> {},
          () -> {});
  private final LiveSession live = store.session("key", "s3a://b1 -> reader", source);

  private void completeFlight() {
    requireNonNull(flights.poll(), "a flight").run();
  }

  /** In words. */
  private String standing() {
    return live.request()
        .match(
            ready -> "ready: " + ready.session().accessKeyId(),
            underWay -> "under way since " + underWay.since(),
            failed ->
                "failed "
                    + failed.times()
                    + "x: "
                    + failed.why().getMessage()
                    + ", again at "
                    + failed.retryAt());
  }

  @Test
  void theFirstToAskHasTheSourceAsked() {
    assertThat(standing()).isEqualTo("under way since 2026-01-01T00:00:00Z");
    clock.advance(Duration.ofSeconds(3));
    assertThat(standing()).isEqualTo("under way since 2026-01-01T00:00:00Z");
    assertThat(flights).hasSize(1);
    completeFlight();
    assertThat(standing()).isEqualTo("ready: key-1");
    assertThat(flights).isEmpty();
  }

  @Test
  void aFailureIsToldUntilTheNextTry() {
    source.fail(Kind.PERMANENT, "STS refused reader");
    standing();
    completeFlight();
    String failed = "failed 1x: STS refused reader, again at 2026-01-01T00:00:00.750Z";
    assertThat(standing()).isEqualTo(failed);
    clock.advance(Duration.ofMillis(749));
    assertThat(standing()).isEqualTo(failed);
    assertThat(flights).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(standing()).isEqualTo("under way since 2026-01-01T00:00:00.750Z");
    completeFlight();
    assertThat(standing())
        .isEqualTo("failed 2x: STS refused reader, again at 2026-01-01T00:00:02.250Z");
  }

  @Test
  void aValidSessionIsGivenWhileTheNextIsUnderWay() {
    standing();
    completeFlight();
    assertThat(standing()).isEqualTo("ready: key-1");
    scheduler.advanceToNext();
    assertThat(flights).describedAs("what was given is used, and so renewed").hasSize(1);
    assertThat(standing()).isEqualTo("ready: key-1");
    completeFlight();
    assertThat(standing()).isEqualTo("ready: key-2");
  }

  /** The first session came and nobody asked again until it was due. */
  private void untilTheFirstSessionRests() {
    standing();
    completeFlight();
    scheduler.advanceToNext();
    assertThat(flights).isEmpty();
  }

  @Test
  void aNewerOneComesBeforeOneThatRests() {
    untilTheFirstSessionRests();
    assertThat(standing()).isEqualTo("under way since " + clock.instant());
    completeFlight();
    assertThat(standing()).isEqualTo("ready: key-2");
  }

  @Test
  void oneThatRestsIsGivenIfTheFlightFails() {
    untilTheFirstSessionRests();
    source.fail(Kind.PERMANENT, "STS refused reader");
    assertThat(standing()).startsWith("under way");
    completeFlight();
    assertThat(standing()).isEqualTo("ready: key-1");
  }

  @Test
  void oneThatRestsIsGivenIfTheFlightIsNoLongerYoung() {
    untilTheFirstSessionRests();
    assertThat(standing()).startsWith("under way");
    clock.advance(Duration.ofMillis(999));
    assertThat(standing()).startsWith("under way");
    clock.advance(Duration.ofMillis(1));
    assertThat(standing()).isEqualTo("ready: key-1");
    assertThat(flights).hasSize(1);
  }

  @Test
  void aClosedRoleHasFailed() {
    store.close();
    assertThat(standing())
        .isEqualTo("failed 0x: s3a://b1 -> reader: closed, again at 2026-01-01T00:00:00Z");
    assertThat(flights).isEmpty();
  }

  @Test
  void whatACaseThrowsIsThrown() {
    store.close();
    assertThatThrownBy(
            () ->
                live.request()
                    .<Session, SessionException>match(
                        Standing.Ready::session,
                        underWay -> Samples.session(1, underWay.since()),
                        failed -> {
                          throw failed.why();
                        }))
        .isInstanceOf(SessionException.class)
        .hasMessage("s3a://b1 -> reader: closed");
  }

  // A clock that is set forward by two hours: what is scheduled does not notice.

  @Test
  void aSessionThatHasEndedByTheClockIsNotPassedOn() {
    standing();
    completeFlight();
    assertThat(standing()).isEqualTo("ready: key-1");
    clock.advance(Duration.ofHours(2));
    assertThat(standing()).isEqualTo("under way since " + clock.instant());
    assertThat(live.peek()).isNull();
    completeFlight();
    assertThat(standing()).isEqualTo("ready: key-2");
  }

  @Test
  void norDoesAnyoneGetItWhoWaits() throws SessionException {
    LiveSession own =
        new SessionStore(LiveSessionFixture.POLICY, clock, scheduler, Runnable::run)
            .session("key", "s3a://b1 -> reader", source);
    assertThat(own.currentOrFail().accessKeyId()).isEqualTo("key-1");
    clock.advance(Duration.ofHours(2));
    assertThat(own.peek()).isNull();
    assertThat(own.currentOrFail().accessKeyId()).isEqualTo("key-2");
  }

  @Test
  void noFailureMakesItValid() {
    untilTheFirstSessionRests();
    source.fail(Kind.TRANSIENT, "STS is down");
    standing();
    completeFlight();
    clock.advance(Duration.ofHours(2));
    standing();
    completeFlight();
    assertThat(standing()).startsWith("failed 2x: STS is down, again at ");
  }
}
