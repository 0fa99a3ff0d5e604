package io.rolecall.spark.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.metrics.RouteNumbers;
import io.rolecall.renewal.SessionStatistics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobSummaryTest {

  @Test
  void tellsRoutesTheBusiestFirst() {
    assertThat(
            JobSummary.text(
                "app-1",
                List.of(
                    new RouteNumbers("s3a://a -> r1", 5, 100, 0, 1, 0),
                    new RouteNumbers("s3a://b/c -> base identity", 12, 0, 70, 0, 2)),
                Map.of("r1", new SessionStatistics(3, 2, 0, 0, 3, Duration.ZERO, null))))
        .isEqualTo(
            """
            what the routes of app-1 went through:
              route      role           requests  bytes read  bytes written  sessions  renewals  repeated  denied
              s3a://b/c  base identity        12           0             70         0         0         0       2
              s3a://a    r1                    5         100              0         3         2         1       0\
            """);
  }

  @Test
  void manyRoutesAreCounted() {
    List<RouteNumbers> many =
        IntStream.range(0, 60)
            .mapToObj(i -> new RouteNumbers("s3a://b" + i + " -> r", i, 0, 0, 0, 0))
            .toList();
    assertThat(JobSummary.text("app-1", many, Map.of()).lines()).hasSize(53);
    assertThat(JobSummary.text("app-1", many, Map.of())).endsWith("\n  and 10 more");
  }
}
