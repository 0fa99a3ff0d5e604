package io.rolecall.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.renewal.LiveSession;
import io.rolecall.renewal.SessionStore;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import io.rolecall.testing.FakeSource;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.hadoop.metrics2.MetricsSource;
import org.apache.hadoop.metrics2.impl.MetricsCollectorImpl;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionMetricsTest {

  private static final MBeanServer JMX = ManagementFactory.getPlatformMBeanServer();

  private final FakeClock clock = new FakeClock();
  private final SessionStore store =
      new SessionStore(
          new RenewalPolicy(
              0.3, 0.1, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1)),
          clock,
          new FakeScheduler(clock),
          Runnable::run);
  private final SessionMetrics metrics = new SessionMetrics("alice", clock);

  @AfterEach
  void close() {
    metrics.close();
  }

  private LiveSession live(String name) {
    LiveSession live = store.session(name, name, new FakeSource(clock, Duration.ofHours(1)));
    metrics.add(live);
    return live;
  }

  private static Set<ObjectName> beans() throws Exception {
    return JMX.queryNames(new ObjectName("Hadoop:service=Rolecall,*"), null);
  }

  /** Whoever looks for the second location finds it. */
  @Test
  void namesEveryLocationOfASharedSession() throws Exception {
    FakeSource source = new FakeSource(clock, Duration.ofHours(1));
    metrics.add(store.session("role", "s3a://data/a -> reader", source));
    store.session("role", "s3a://data/b -> reader", source);
    assertThat(beans()).hasSize(1);
    assertThat(JMX.getAttribute(beans().iterator().next(), "Route"))
        .isEqualTo("s3a://data/a, s3a://data/b -> reader");
  }

  @Test
  void publishesARouteInJmx() throws Exception {
    LiveSession live = live("s3a://data/a b -> arn:aws:iam::111122223333:role/reader");
    metrics.describeJob(() -> "app-1");
    live.current();
    clock.advance(Duration.ofMinutes(10));
    assertThat(beans()).hasSize(1);
    ObjectName bean = beans().iterator().next();
    assertThat(bean.getKeyProperty("name")).matches("Session\\d+-data/a_b");
    assertThat(JMX.getAttribute(bean, "Route"))
        .isEqualTo("s3a://data/a b -> arn:aws:iam::111122223333:role/reader");
    assertThat(JMX.getAttribute(bean, "User")).isEqualTo("alice");
    assertThat(JMX.getAttribute(bean, "Job")).isEqualTo("app-1");
    assertThat(JMX.getAttribute(bean, "Sessions")).isEqualTo(1L);
    assertThat(JMX.getAttribute(bean, "Renewals")).isEqualTo(0L);
    assertThat(JMX.getAttribute(bean, "Failures")).isEqualTo(0L);
    assertThat(JMX.getAttribute(bean, "ExpiredRetries")).isEqualTo(0L);
    assertThat(JMX.getAttribute(bean, "SecondsToExpiry")).isEqualTo(3000L);
  }

  @Test
  void takesBackWhatItPublished() throws Exception {
    live("s3a://data -> reader");
    live("s3a://other -> reader");
    assertThat(beans()).hasSize(2);
    metrics.close();
    assertThat(beans()).isEmpty();
    live("s3a://late -> reader");
    assertThat(beans()).isEmpty();
    assertThat(DefaultMetricsSystem.instance().getSource("RolecallSessions")).isNull();
  }

  @Test
  void tellsHadoopsMetricsSystem() {
    live("s3a://data -> reader").current();
    metrics.describeJob(() -> "app-1");
    MetricsSource source = DefaultMetricsSystem.instance().getSource("RolecallSessions");
    MetricsCollectorImpl collector = new MetricsCollectorImpl();
    source.getMetrics(collector, true);
    assertThat(collector.getRecords())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.name()).isEqualTo("RolecallSession");
              assertThat(record.tags())
                  .extracting(tag -> tag.name() + "=" + tag.value())
                  .contains("Route=s3a://data -> reader", "User=alice", "Job=app-1");
              assertThat(record.metrics())
                  .extracting(metric -> metric.name() + "=" + metric.value())
                  .contains(
                      "Sessions=1",
                      "Renewals=0",
                      "Failures=0",
                      "ExpiredRetries=0",
                      "SecondsToExpiry=3600");
            });
  }
}
