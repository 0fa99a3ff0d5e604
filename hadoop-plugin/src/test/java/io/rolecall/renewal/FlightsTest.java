package io.rolecall.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionInterruptedException;
import io.rolecall.testing.Concurrently;
import io.rolecall.testing.Concurrently.Running;
import io.rolecall.testing.FakeSource;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PrivilegedAction;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On the threads of the process: no caller's and no role's fate is another's. */
@Timeout(60)
class FlightsTest {

  /** More than any thread pool, connection pool or queue of the process has places. */
  private static final int HANGING = 300;

  private final Clock clock = Clock.systemUTC();
  private final CountDownLatch answer = new CountDownLatch(1);
  private final SessionStore store =
      SessionStore.onSharedThreads(LiveSessionFixture.POLICY, clock, live -> {});

  @AfterEach
  void close() {
    answer.countDown();
    store.close();
  }

  private Session hang() {
    Concurrently.await(answer);
    return Samples.session(7, clock.instant().plusSeconds(3600));
  }

  /** They hang from before the healthy one is asked until after it has answered. */
  @Test
  void manyRolesThatHangDelayNoOther() throws SessionException {
    CountDownLatch asked = new CountDownLatch(HANGING);
    List<LiveSession> hanging = new ArrayList<>();
    for (int i = 0; i < HANGING; i++) {
      LiveSession role =
          store.session(
              i,
              "hanging " + i,
              rejected -> {
                asked.countDown();
                return hang();
              });
      hanging.add(role);
      assertThat(role.request()).isInstanceOf(Standing.UnderWay.class);
    }
    Concurrently.await(asked);

    FakeSource source = new FakeSource(clock, Duration.ofHours(1));
    LiveSession healthy = store.session("healthy", "healthy", source);
    assertThat(healthy.currentOrFail().accessKeyId()).isEqualTo("key-1");
    healthy.renewNow();
    Concurrently.until("it is renewed", () -> healthy.current().accessKeyId().equals("key-2"));

    assertThat(hanging)
        .allSatisfy(role -> assertThat(role.request()).isInstanceOf(Standing.UnderWay.class));
    answer.countDown();
    assertThat(hanging).allSatisfy(role -> assertThat(role.current()).isNotNull());
  }

  /** As many as there are threads to begin renewals, and more, are renewed and hang. */
  @Test
  void renewalsThatHangDelayNoOther() {
    CountDownLatch renewing = new CountDownLatch(10);
    for (int i = 0; i < 10; i++) {
      FakeSource quick = new FakeSource(clock, Duration.ofSeconds(2));
      LiveSession role = store.session(i, "hanging " + i, quick);
      role.current();
      quick.beforeAnswer(
          () -> {
            renewing.countDown();
            Concurrently.await(answer);
          });
    }
    Concurrently.await(renewing);
    FakeSource source = new FakeSource(clock, Duration.ofMillis(500));
    LiveSession healthy = store.session("healthy", "healthy", source);
    healthy.current();
    Concurrently.until(
        "it is renewed ahead of its end",
        () -> {
          healthy.current();
          return source.calls() > 2;
        });
  }

  @Test
  void anInterruptEndsTheInterruptedWaiterAlone() {
    CountDownLatch asked = new CountDownLatch(1);
    AtomicReference<Thread> asking = new AtomicReference<>();
    LiveSession role =
        store.session(
            "role",
            "s3a://b1 -> reader",
            rejected -> {
              asking.set(Thread.currentThread());
              asked.countDown();
              return hang();
            });
    Running<Boolean> killed =
        Concurrently.start(
            () -> {
              try {
                role.current();
                return false;
              } catch (SessionInterruptedException e) {
                assertThat(e)
                    .hasMessage("s3a://b1 -> reader: interrupted while waiting for a session")
                    .hasCauseInstanceOf(InterruptedException.class);
                return Thread.currentThread().isInterrupted();
              }
            });
    Concurrently.await(asked);
    Running<Session> untouched = Concurrently.start(role::current).untilWaiting();
    Running<Session> passingOn = Concurrently.start(role::currentOrFail).untilWaiting();
    killed.untilWaiting().thread().interrupt();
    assertThat(killed.value()).describedAs("it ends before the flight, and stays killed").isTrue();
    assertThat(asking.get()).isNotSameAs(killed.thread());

    passingOn.thread().interrupt();
    assertThat(passingOn.failure()).isInstanceOf(SessionInterruptedException.class);

    answer.countDown();
    assertThat(untouched.value().accessKeyId()).isEqualTo("key-7");
    assertThat(role.statistics().failures()).isZero();
    assertThat(role.statistics().flights()).isOne();
  }

  @Test
  void aTaskThatWasKilledBeforeItAskedDoesNotWait() {
    LiveSession role = store.session("role", "s3a://b1 -> reader", rejected -> hang());
    Running<Session> killed =
        Concurrently.start(
            () -> {
              Thread.currentThread().interrupt();
              return role.current();
            });
    assertThat(killed.failure()).isInstanceOf(SessionInterruptedException.class);
  }

  @Test
  void aTaskThatWasKilledSignsWithWhatThereIs() {
    LiveSession role = store.session("role", "s3a://b1 -> reader", rejected -> hang());
    Session session = Samples.session(1, clock.instant().plusSeconds(60));
    role.offer(session);
    Running<Session> killed =
        Concurrently.start(
            () -> {
              Thread.currentThread().interrupt();
              return role.current();
            });
    assertThat(killed.value()).isSameAs(session);
  }

  /** A thread of the process that was started for one user is not that user's for ever. */
  @Test
  void aFlightInheritsNothingOfWhoeverBeganIt() {
    UserGroupInformation alice = UserGroupInformation.createRemoteUser("alice");
    boolean done = alice.doAs((PrivilegedAction<Boolean>) () -> inheritsNothing(alice));
    assertThat(done).isTrue();
  }

  private boolean inheritsNothing(UserGroupInformation user) {
    InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
    local.set("of the caller");
    AtomicReference<String> seen = new AtomicReference<>();
    AtomicReference<UserGroupInformation> acting = new AtomicReference<>();
    LiveSession role =
        store.session(
            "role",
            "route",
            rejected -> {
              seen.set(String.valueOf(local.get()));
              acting.set(currentUser());
              return Samples.session(1, clock.instant().plusSeconds(60));
            });
    role.current();
    assertThat(seen).hasValue("null");
    assertThat(currentUser()).isEqualTo(user);
    assertThat(acting.get()).isNotNull().isNotEqualTo(user);
    return true;
  }

  private static UserGroupInformation currentUser() {
    try {
      return UserGroupInformation.getCurrentUser();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
