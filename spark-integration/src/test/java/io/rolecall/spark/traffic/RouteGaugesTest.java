package io.rolecall.spark.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.rolecall.metrics.RouteNumbers;
import io.rolecall.renewal.SessionStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RouteGaugesTest {

  private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");
  private static final String ROLE = "arn:aws:iam::111111111111:role/r";

  private final MetricRegistry registry = new MetricRegistry();
  private final RouteGauges gauges = new RouteGauges(registry, Clock.fixed(NOW, ZoneOffset.UTC));
  private final List<RouteNumbers> numbers = new ArrayList<>();
  private final Map<String, SessionStatistics> sessions =
      Map.of(ROLE, new SessionStatistics(3, 2, 1, 0, 4, Duration.ZERO, NOW.plusSeconds(70)));

  private Object value(String name) {
    return Objects.requireNonNull(registry.getGauges().get(name), name).getValue();
  }

  private void refresh() {
    gauges.refresh(numbers, sessions);
    gauges.refreshExecutors(numbers);
  }

  @Test
  void aSourceIsNeverEmpty() {
    assertThat(registry.getNames()).containsExactly("routes");
  }

  @Test
  void aRouteIsThereFromItsFirstRequestOnAndStaysUpToDate() {
    refresh();
    numbers.add(new RouteNumbers("s3a://shared/team-a -> " + ROLE, 1, 2, 3, 4, 5));
    refresh();
    refresh();
    assertThat(value("routes")).isEqualTo(1);
    assertThat(value("route.shared_team-a.requests")).isEqualTo(1L);
    assertThat(value("route.shared_team-a.bytesRead")).isEqualTo(2L);
    assertThat(value("route.shared_team-a.bytesWritten")).isEqualTo(3L);
    assertThat(value("route.shared_team-a.repeated")).isEqualTo(4L);
    assertThat(value("route.shared_team-a.denied")).isEqualTo(5L);
    assertThat(value("route.shared_team-a.sessions")).isEqualTo(3L);
    assertThat(value("route.shared_team-a.renewals")).isEqualTo(2L);
    assertThat(value("route.shared_team-a.failures")).isEqualTo(1L);
    assertThat(value("route.shared_team-a.secondsToExpiry")).isEqualTo(70L);
    assertThat(value("executors.route.shared_team-a.requests")).isEqualTo(1L);
    assertThat(registry.getNames()).doesNotContain("executors.route.shared_team-a.sessions");
    numbers.set(0, new RouteNumbers("s3a://shared/team-a -> " + ROLE, 9, 2, 3, 4, 5));
    refresh();
    assertThat(value("route.shared_team-a.requests")).isEqualTo(9L);
  }

  @Test
  void locationsThatLookAlikeAreToldAsOne() {
    numbers.add(new RouteNumbers("s3a://a.b -> " + ROLE, 1, 0, 0, 0, 0));
    numbers.add(new RouteNumbers("s3a://a_b -> " + ROLE, 2, 0, 0, 0, 0));
    refresh();
    assertThat(value("route.a_b.requests")).isEqualTo(3L);
    assertThat(value("route.a_b.sessions")).isEqualTo(3L);
  }

  @Test
  void thereAreSoManyGaugesHoweverManyRoutesAreNamed() {
    for (int i = 0; i < 1100; i++) {
      numbers.add(new RouteNumbers("s3a://b" + i + " -> " + ROLE, 1, 0, 0, 0, 0));
    }
    refresh();
    refresh();
    assertThat(value("routes")).isEqualTo(1000);
    assertThat(registry.getNames())
        .hasSize(1 + 1000 * (5 + 4 + 5))
        .contains("route.b999.requests", "executors.route.b999.requests")
        .doesNotContain("route.b1000.requests", "executors.route.b1000.requests");
  }

  /** The dashboard asks for names as Spark's Prometheus servlet writes them. */
  @Test
  void theDashboardAsksForNamesThatAreThere() throws IOException {
    numbers.add(new RouteNumbers("s3a://shared/team-a -> " + ROLE, 1, 2, 3, 4, 5));
    refresh();
    List<String> names =
        registry.getNames().stream()
            .map(name -> "app-1.driver.plugin.io.rolecall.spark.RolecallPlugin." + name)
            .map(name -> "metrics_" + name.replaceAll("[^a-zA-Z0-9]", "_") + "_Number")
            .toList();
    Matcher asked =
        Pattern.compile("__name__=~\\\\\"(.+?)\\\\\"")
            .matcher(Files.readString(Path.of("dist/src/grafana/rolecall.json")));
    int found = 0;
    while (asked.find()) {
      String pattern = asked.group(1);
      assertThat(names).as(pattern).anyMatch(name -> name.matches(pattern));
      found++;
    }
    assertThat(found).isEqualTo(8);
  }
}
