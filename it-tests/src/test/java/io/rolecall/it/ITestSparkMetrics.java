package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolecall.localaws.LocalAws;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.Await;
import io.rolecall.support.GuidePage;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.RoundsRun;
import io.rolecall.support.Started;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a job's routes go through, where Spark's users look for it. */
@Tag("paired")
class ITestSparkMetrics {

  private static final String PLUGIN = "plugin.io.rolecall.spark.RolecallPlugin.";
  private static final Pattern UI =
      Pattern.compile("Successfully started service 'SparkUI' on port (\\d+)");

  @RegisterExtension
  static final LocalAwsExtension AWS = new LocalAwsExtension(ThreeAccounts.world());

  @Started private static LocalAws aws;

  private static String get(String url) throws IOException {
    try (InputStream in = URI.create(url).toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String ui(SparkJob job) {
    return Await.until(
        RoundsRun.PATIENCE,
        () -> {
          Matcher ui = UI.matcher(job.driverLog());
          return ui.find() ? "http://127.0.0.1:" + ui.group(1) : null;
        });
  }

  @Test
  void routesAreInSparksMetricsAndInTheDriversLog() throws Exception {
    try (SparkJob job = new SparkJob(aws, "metrics", Duration.ofSeconds(10))) {
      Path csv = Files.createDirectory(job.scratch().resolve("csv"));
      job.conf("spark.ui.enabled", "true")
          .conf("spark.ui.port", "0")
          .conf(GuidePage.of("monitoring").settings("spark"))
          .conf(
              "spark.metrics.conf.executor.sink.csv.class", "org.apache.spark.metrics.sink.CsvSink")
          .conf("spark.metrics.conf.executor.sink.csv.period", "1")
          .conf("spark.metrics.conf.executor.sink.csv.directory", csv.toString())
          .start();
      job.awaitSessions(2);
      String ui = ui(job);
      String prometheus =
          Await.until(
              RoundsRun.PATIENCE,
              () -> {
                String page = get(ui + "/metrics/prometheus/");
                return page.contains(
                        "_driver_plugin_io_rolecall_spark_RolecallPlugin_route_partner_airports_requests_")
                    ? page
                    : null;
              });
      String json = get(ui + "/metrics/json/");
      job.awaitNextRound();
      job.stop().awaitSuccess();

      assertThat(json)
          .contains(".driver." + PLUGIN + "route.job-results.requests")
          .contains(".driver." + PLUGIN + "route.job-results.renewals")
          .contains(".driver." + PLUGIN + "executors.route.partner-airports.bytesRead");
      assertEachPanelFindsSomething(prometheus);
      assertThat(files(csv))
          .anyMatch(file -> file.endsWith(PLUGIN + "route.partner-airports.requests.csv"))
          .anyMatch(file -> file.endsWith(PLUGIN + "route.partner-airports.secondsToExpiry.csv"));
      assertSummary(job);
    }
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::toString).toList();
    }
  }

  /** The dashboard asks for names that are there. */
  private static void assertEachPanelFindsSomething(String prometheus) throws IOException {
    List<String> names =
        prometheus.lines().map(line -> line.replaceFirst("[{ ].*", "")).distinct().toList();
    Path file =
        Workplace.ofThisProject()
            .root()
            .resolve("spark-integration/dist/src/grafana/rolecall.json");
    List<String> asked = new ArrayList<>();
    for (JsonNode target : new JsonMapper().readTree(file.toFile()).findValues("expr")) {
      Matcher name = Pattern.compile("__name__=~\"([^\"]+)\"").matcher(target.asText());
      while (name.find()) {
        asked.add(name.group(1));
      }
    }
    assertThat(asked).hasSizeGreaterThanOrEqualTo(6);
    assertThat(asked)
        .allSatisfy(pattern -> assertThat(names).as(pattern).anyMatch(one -> one.matches(pattern)));
  }

  /** What the log of the driver says is what the store has seen, of driver and executors. */
  private static void assertSummary(SparkJob job) throws IOException {
    List<String> log = job.driverLog().lines().toList();
    String head = "what the routes of " + job.applicationId() + " went through:";
    assertThat(log).anyMatch(line -> line.contains(head));
    for (String bucket : List.of(ThreeAccounts.AIRPORTS_BUCKET, ThreeAccounts.JOB_BUCKET)) {
      String[] line =
          log.stream()
              .filter(text -> text.startsWith("  s3a://" + bucket + " "))
              .findFirst()
              .orElseThrow()
              .trim()
              .split("\\s+");
      assertThat(line).hasSize(9);
      assertThat(line[2])
          .as("requests of %s", bucket)
          .isEqualTo(Long.toString(aws.log().bucket(bucket).count()));
      assertThat(Long.parseLong(line[5]))
          .as("sessions of %s", bucket)
          .isEqualTo(job.assumedRoles().get(line[1]));
      assertThat(Long.parseLong(line[6])).as("renewals").isEqualTo(Long.parseLong(line[5]) - 1);
      assertThat(line[8]).as("denied").isEqualTo("0");
    }
  }
}
