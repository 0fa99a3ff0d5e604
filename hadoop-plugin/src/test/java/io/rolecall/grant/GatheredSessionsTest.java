package io.rolecall.grant;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.grant.SessionGrant.GrantedRole;
import io.rolecall.renewal.LiveSession;
import io.rolecall.renewal.SessionStore;
import io.rolecall.route.RoleArn;
import io.rolecall.route.S3Location;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionSource;
import io.rolecall.testing.Concurrently;
import io.rolecall.testing.Concurrently.Running;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import io.rolecall.testing.FakeSource;
import io.rolecall.testing.Samples;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GatheredSessionsTest {

  private static final Duration LONG = Duration.ofSeconds(50);

  private final FakeClock clock = new FakeClock();
  private final ExecutorService flights = Executors.newCachedThreadPool();
  private final SessionStore store =
      new SessionStore(
          new RenewalPolicy(0.3, 0.1, Duration.ofSeconds(1), Duration.ofSeconds(1), LONG),
          clock,
          new FakeScheduler(clock),
          flights);
  private final CountDownLatch released = new CountDownLatch(1);
  private final Map<String, LiveSession> live = new LinkedHashMap<>();
  private final List<GrantedRoute> routes = new ArrayList<>();
  private final Map<String, RoleArn> names = new LinkedHashMap<>();

  @AfterEach
  void close() {
    released.countDown();
    flights.shutdownNow();
  }

  private void role(String fingerprint, SessionSource source) {
    live.put(fingerprint, store.session(fingerprint, fingerprint, source));
    names.put(fingerprint, Samples.ROLE);
    routes.add(new GrantedRoute.ToRole(S3Location.parse("s3a://b1/" + fingerprint), fingerprint));
  }

  private FakeSource source(Runnable beforeAnswer) {
    FakeSource source = new FakeSource(clock, Duration.ofHours(1));
    source.beforeAnswer(beforeAnswer);
    return source;
  }

  private Map<String, GrantedRole> gather(Duration patience) throws InterruptedIOException {
    return new GatheredSessions(clock, patience)
        .gather("job-1", new GrantedBucket(routes, names), live, List.of())
        .roles();
  }

  @Test
  void allAreGotAtTheSameTime() throws Exception {
    CyclicBarrier all = new CyclicBarrier(40);
    for (int i = 0; i < 40; i++) {
      role("r" + i, source(() -> meet(all)));
    }
    assertThat(gather(LONG).values()).allMatch(role -> role.session() != null);
  }

  private static void meet(CyclicBarrier all) {
    try {
      all.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("alone", e);
    }
  }

  @Test
  void whatCannotBeHadGoesWithItsReasonAndTheOthersWithTheirSessions() throws Exception {
    for (int i = 0; i < 20; i++) {
      role("hangs-" + i, source(() -> Concurrently.await(released)));
    }
    FakeSource refused = source(() -> {});
    refused.fail(SessionException.Kind.PERMANENT, "STS refused reader");
    role("refused", refused);
    role("healthy", source(() -> {}));
    Map<String, GrantedRole> granted = gather(Duration.ofSeconds(2));
    assertThat(granted.get("healthy")).matches(role -> role.session() != null);
    assertThat(granted.get("refused"))
        .extracting(GrantedRole::failure)
        .asString()
        .contains("STS refused reader");
    assertThat(granted.get("hangs-19"))
        .extracting(GrantedRole::failure)
        .asString()
        .contains("the source is slow");
  }

  @Test
  void anInterruptEndsItWithTheFlagKept() {
    role("hangs", source(() -> Concurrently.await(released)));
    AtomicBoolean flag = new AtomicBoolean();
    Running<Map<String, GrantedRole>> killed =
        Concurrently.start(
            () -> {
              try {
                return gather(LONG);
              } finally {
                flag.set(Thread.currentThread().isInterrupted());
              }
            });
    killed.untilWaiting();
    killed.thread().interrupt();
    assertThat(killed.failure()).isInstanceOf(InterruptedIOException.class);
    assertThat(flag).isTrue();
  }
}
