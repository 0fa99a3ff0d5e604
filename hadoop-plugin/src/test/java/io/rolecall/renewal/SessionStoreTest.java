package io.rolecall.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.session.RenewalPolicy;
import io.rolecall.session.SessionUnavailableException;
import io.rolecall.testing.Concurrently;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import io.rolecall.testing.FakeSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionStoreTest {

  private static final RenewalPolicy POLICY = LiveSessionFixture.POLICY;

  private final FakeClock clock = new FakeClock();
  private final FakeScheduler scheduler = new FakeScheduler(clock);
  private final FakeSource source = new FakeSource(clock, Duration.ofHours(1));
  private final SessionStore store = new SessionStore(POLICY, clock, scheduler, Runnable::run);

  @Test
  void equalKeysShareASession() {
    LiveSession one = store.session(List.of("role"), "s3a://b1 -> role", source);
    assertThat(store.session(List.of("role"), "s3a://b2 -> role", source)).isSameAs(one);
    LiveSession two = store.session(List.of("other"), "s3a://b3 -> other", source);
    assertThat(two).isNotSameAs(one);
    assertThat(store.sessions()).containsExactlyInAnyOrder(one, two);
  }

  @Test
  void closesOnceAndForAll() {
    LiveSession live = store.session("key", "s3a://b1 -> role", source);
    live.current();
    store.close();
    store.close();
    assertThat(store.sessions()).isEmpty();
    assertThat(scheduler.pending()).isZero();
    assertThat(scheduler.isShutdown()).describedAs("its owner's").isFalse();
  }

  @Test
  void givesNothingOnceClosed() {
    store.close();
    LiveSession late = store.session("key", "s3a://b1 -> role", source);
    assertThatThrownBy(late::current)
        .isInstanceOf(SessionUnavailableException.class)
        .hasMessage("s3a://b1 -> role: closed");
    assertThat(source.calls()).isZero();
  }

  @Test
  void sharesDaemonThreadsThatEndWithTheLastStore() {
    FakeSource quick = new FakeSource(Clock.systemUTC(), Duration.ofMillis(300));
    List<Thread> threads = new CopyOnWriteArrayList<>();
    CountDownLatch renewed = new CountDownLatch(24);
    quick.beforeAnswer(
        () -> {
          threads.add(Thread.currentThread());
          renewed.countDown();
        });
    List<SessionStore> stores = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      SessionStore shared = SessionStore.onSharedThreads(POLICY, Clock.systemUTC(), live -> {});
      stores.add(shared);
      for (int key = 0; key < 3; key++) {
        shared.session(key, "route " + key, quick).current();
      }
    }
    Concurrently.await(renewed);

    assertThat(threads).allMatch(Thread::isDaemon);
    assertThat(threads)
        .extracting(Thread::getName)
        .allMatch(name -> name.startsWith("rolecall-flight-"));
    assertThat(threads)
        .extracting(Thread::getContextClassLoader)
        .containsOnly(RenewalThreads.class.getClassLoader());
    assertThat(List.copyOf(threads)).doesNotContain(Thread.currentThread());

    stores.subList(0, 3).forEach(SessionStore::close);
    assertThat(threads).anyMatch(Thread::isAlive);
    stores.get(3).close();
    Concurrently.until("no thread is left", () -> threads.stream().noneMatch(Thread::isAlive));
  }

  @Test
  void startsThreadsAgainForTheNextStore() {
    for (int i = 0; i < 2; i++) {
      CountDownLatch renewed = new CountDownLatch(1);
      FakeSource quick = new FakeSource(Clock.systemUTC(), Duration.ofMillis(100));
      quick.beforeAnswer(
          () -> {
            if (Thread.currentThread().isDaemon()) {
              renewed.countDown();
            }
          });
      try (SessionStore shared =
          SessionStore.onSharedThreads(POLICY, Clock.systemUTC(), live -> {})) {
        shared.session("key", "route", quick).current();
        Concurrently.await(renewed);
      }
    }
  }
}
