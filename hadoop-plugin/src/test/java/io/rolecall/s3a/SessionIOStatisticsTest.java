package io.rolecall.s3a;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.credentials.RouteCredentials;
import io.rolecall.renewal.SessionStatistics;
import io.rolecall.route.RouteTable;
import io.rolecall.session.Rejection;
import io.rolecall.testing.FakeClock;
import java.time.Duration;
import java.util.Map;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.MeanStatistic;
import org.apache.hadoop.fs.statistics.impl.IOStatisticsBinding;
import org.apache.hadoop.fs.statistics.impl.IOStatisticsStore;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

class SessionIOStatisticsTest {

  private final FakeClock clock = new FakeClock();
  private final IOStatisticsStore s3a =
      IOStatisticsBinding.iostatisticsStore()
          .withCounters("op_open")
          .withGauges("queued")
          .withDurationTracking("put")
          .build();

  private record Counted(SessionStatistics statistics) implements RouteCredentials {

    @Override
    public AwsCredentialsIdentity current() {
      throw new AssertionError("statistics ask for no credentials");
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public boolean onRejected(String accessKeyId, Rejection rejection) {
      throw new AssertionError("statistics refuse nothing");
    }
  }

  private Counted counted(long sessions, int seconds) {
    return new Counted(
        new SessionStatistics(
            sessions, 2, 3, 4, 5, Duration.ofMillis(60), clock.instant().plusSeconds(seconds)));
  }

  private IOStatistics of(Map<String, RouteCredentials> routes) {
    return new SessionIOStatistics(s3a, RouteTable.ofPrefixes("data", routes), clock);
  }

  @Test
  void keepsWhatS3aCounts() {
    s3a.incrementCounter("op_open", 7);
    s3a.setGauge("queued", 8);
    IOStatistics all = of(Map.of());
    assertThat(all.counters()).containsEntry("op_open", 7L);
    assertThat(all.gauges()).containsEntry("queued", 8L);
    assertThat(all.minimums()).containsEntry("put.min", -1L);
    assertThat(all.maximums()).containsEntry("put.max", -1L);
    assertThat(all.meanStatistics()).containsKeys("put.mean");
  }

  @Test
  void addsWhatItsSessionsWentThrough() {
    IOStatistics all = of(Map.of("a", counted(1, 100), "b/c", counted(10, 50)));
    assertThat(all.counters())
        .containsEntry("rolecall_sessions", 11L)
        .containsEntry("rolecall_renewals", 4L)
        .containsEntry("rolecall_renewal_failures", 6L)
        .containsEntry("rolecall_expired_retries", 8L);
    assertThat(all.gauges())
        .containsEntry("rolecall_seconds_to_expiry", 50L)
        .containsEntry("rolecall_seconds_to_expiry.s3a://data/a", 100L)
        .containsEntry("rolecall_seconds_to_expiry.s3a://data/b/c", 50L);
    assertThat(all.meanStatistics())
        .containsEntry("rolecall_renewal_millis", new MeanStatistic(10, 120));
  }

  @Test
  void countsASessionOnceThatTwoRoutesShare() {
    Counted shared = counted(1, 100);
    assertThat(of(Map.of("a", shared, "b", shared)).counters())
        .containsEntry("rolecall_sessions", 1L);
  }
}
