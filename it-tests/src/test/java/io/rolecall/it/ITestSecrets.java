package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.quickstart.ThreeAccounts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Looks for the secrets themselves in everything that a job leaves behind, with all logs at DEBUG.
 */
@Tag("paired")
class ITestSecrets {

  private static final Pattern UI = Pattern.compile("service 'SparkUI' on port (\\d+)");

  @Test
  void appearInNoLogNoPageAndNoEventLog() throws Exception {
    try (LocalAws aws = ThreeAccounts.world().start();
        SparkJob job = new SparkJob(aws, "secrets", Duration.ofSeconds(10))) {
      Path events = Files.createDirectory(job.scratch().resolve("events"));
      job.debug("")
          .conf("spark.ui.enabled", "true")
          .conf("spark.ui.port", "0")
          .conf("spark.eventLog.enabled", "true")
          .conf("spark.eventLog.compress", "false")
          .conf("spark.eventLog.dir", events.toUri().toString())
          .start();
      job.awaitSessions(2);
      String environmentPage = environmentPage(job);
      job.stop().awaitSuccess();

      String driver = job.driverLog();
      String executors = job.executorLogs();
      // The logs are at DEBUG, of the parties that hold secrets too.
      assertThat(occurs(driver, "DEBUG org.apache.http.")).isTrue();
      assertThat(occurs(driver, "LiveSession: s3a://")).isTrue();
      assertThat(occurs(executors, "DEBUG org.apache.hadoop.fs.s3a")).isTrue();
      assertThat(occurs(environmentPage, "fs.s3a.impl")).isTrue();
      String eventLog = readAll(events);
      assertThat(occurs(eventLog, "SparkListenerEnvironmentUpdate")).isTrue();
      assertThat(aws.secrets()).hasSizeGreaterThan(8);
      Set<String> secrets = new HashSet<>(aws.secrets());
      secrets.add(ThreeAccounts.FLIGHTS_EXTERNAL_ID);
      for (String secret : secrets) {
        assertThat(occurs(driver, secret)).as("a secret in %s", job.driver().log()).isFalse();
        assertThat(occurs(executors, secret)).as("a secret in executors' logs").isFalse();
        assertThat(occurs(environmentPage, secret)).as("a secret in the UI").isFalse();
        assertThat(occurs(eventLog, secret)).as("a secret in the event log").isFalse();
      }
    }
  }

  /** For assertions that must not print what they looked at. */
  private static boolean occurs(String text, String secret) {
    return text.contains(secret);
  }

  private static String environmentPage(SparkJob job) throws IOException, InterruptedException {
    Matcher ui = UI.matcher(job.driverLog());
    assertThat(ui.find()).as("Spark UI in %s", job.driver().log()).isTrue();
    // The page fills itself from the second address.
    String base = "http://127.0.0.1:" + ui.group(1);
    return get(base + "/environment/")
        + get(base + "/api/v1/applications/" + job.applicationId() + "/environment");
  }

  private static String get(String uri) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString())
        .body();
  }

  private static String readAll(Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }
}
