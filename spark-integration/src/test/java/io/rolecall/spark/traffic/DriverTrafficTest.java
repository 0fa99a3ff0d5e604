package io.rolecall.spark.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.rolecall.metrics.ProcessTraffic;
import io.rolecall.metrics.RouteTraffic;
import org.junit.jupiter.api.Test;

/** A driver's process may run one application after the other. */
class DriverTrafficTest {

  private static final String ROLE = " -> arn:aws:iam::111111111111:role/r";

  private static void request(String location) {
    ProcessTraffic.of(location + ROLE).answered(0, 1);
  }

  private static MetricRegistry application(String id, String... locations) {
    MetricRegistry registry = new MetricRegistry();
    try (DriverTraffic traffic = new DriverTraffic()) {
      for (String location : locations) {
        request(location);
      }
      traffic.register(id, registry);
    }
    return registry;
  }

  @Test
  void anApplicationTellsNothingOfTheOneBeforeIt() {
    MetricRegistry first = application("app-1", "s3a://first", "s3a://both", "s3a://both");
    MetricRegistry second = application("app-2", "s3a://second", "s3a://both");
    assertThat(first.getNames()).contains("route.first.requests", "route.both.requests");
    assertThat(second.getNames())
        .contains("route.second.requests", "route.both.requests")
        .doesNotContain("route.first.requests");
  }

  @Test
  void whatIsCountedBeforeAnApplicationIsKnownIsItsOwn() {
    application("app-1");
    RouteTraffic early = ProcessTraffic.of("s3a://early" + ROLE);
    early.answered(0, 7);
    assertThat(application("app-2").getNames()).contains("route.early.requests");
    assertThat(application("app-3").getNames()).doesNotContain("route.early.requests");
  }
}
