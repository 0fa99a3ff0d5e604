package io.rolecall.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.renewal.LiveSession;
import io.rolecall.renewal.SessionStatistics;
import io.rolecall.renewal.SessionStore;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import io.rolecall.testing.FakeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process runs one application after the other, and each has numbers of its own. */
class ProcessTrafficTest {

  private static final String READER = "s3a://data -> reader";

  private final FakeClock clock = new FakeClock();
  private final SessionStore store =
      new SessionStore(
          new RenewalPolicy(
              0.3, 0.1, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1)),
          clock,
          new FakeScheduler(clock),
          Runnable::run);
  private final SessionMetrics metrics = new SessionMetrics("alice", clock);

  @BeforeEach
  void startOver() {
    ProcessTraffic.startOver();
  }

  @AfterEach
  void close() {
    metrics.close();
    ProcessTraffic.startOver();
  }

  private static List<String> routes() {
    return ProcessTraffic.requests().stream().map(RouteNumbers::route).toList();
  }

  private static SessionStatistics sessions() {
    return ProcessTraffic.sessions().getOrDefault("reader", SessionStatistics.NONE);
  }

  @Test
  void theNextApplicationBeginsAtNothing() {
    ProcessTraffic.of(READER).answered(3, 4);
    assertThat(ProcessTraffic.requests()).containsExactly(new RouteNumbers(READER, 1, 4, 3, 0, 0));
    ProcessTraffic.startOver();
    assertThat(ProcessTraffic.requests()).isEmpty();
  }

  /** Hadoop keeps a file system of both. */
  @Test
  void whoeverOutlivesAnApplicationCountsForTheNextOne() {
    RouteTraffic kept = ProcessTraffic.of(READER);
    kept.answered(0, 0);
    ProcessTraffic.startOver();
    kept.denied();
    kept.repeated();
    ProcessTraffic.of(READER).answered(0, 1);
    assertThat(ProcessTraffic.requests()).containsExactly(new RouteNumbers(READER, 1, 1, 0, 1, 1));
  }

  @Test
  void oneApplicationLeavesTheNextOneAllNames() {
    for (int i = 0; i < 1001; i++) {
      ProcessTraffic.of("s3a://first" + i).answered(0, 0);
    }
    assertThat(routes()).hasSize(1001).contains("others").doesNotContain("s3a://first1000");
    RouteTraffic late = ProcessTraffic.of("s3a://late");
    late.answered(0, 0);
    ProcessTraffic.startOver();
    late.answered(0, 0);
    assertThat(routes()).containsExactly("s3a://late");
  }

  @Test
  void sessionsOfTheApplicationBeforeAreNotTold() {
    LiveSession live = live();
    live.current();
    assertThat(sessions().sessions()).isEqualTo(1);
    ProcessTraffic.startOver();
    assertThat(sessions())
        .isEqualTo(
            new SessionStatistics(0, 0, 0, 0, 0, Duration.ZERO, live.statistics().expiration()));
    live.renewNow();
    assertThat(sessions().sessions()).as("of the next one").isEqualTo(1);
    metrics.close();
    assertThat(sessions().sessions()).as("when it has ended").isEqualTo(1);
    ProcessTraffic.startOver();
    assertThat(ProcessTraffic.sessions()).isEmpty();
  }

  /** The first application's sessions end after its summary. */
  @Test
  void sessionsThatEndLateAreNoneOfTheNextOnes() {
    live().current();
    ProcessTraffic.startOver();
    metrics.close();
    assertThat(ProcessTraffic.sessions()).isEmpty();
  }

  private LiveSession live() {
    LiveSession live = store.session("reader", READER, new FakeSource(clock, Duration.ofHours(1)));
    metrics.add(live);
    return live;
  }
}
