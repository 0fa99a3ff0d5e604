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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Looks for the secrets themselves in everything that a job leaves behind, with all logs at DEBUG.
 */
class ITestSecrets {

  private static final Pattern UI = Pattern.compile("started at (http://\\S+:\\d+)");

  @Test
  void appearInNoLogNoPageAndNoEventLog() throws Exception {
    try (LocalAws aws = ThreeAccounts.world().start();
        SparkJob job = new SparkJob(aws, "secrets", Duration.ofSeconds(10))) {
      Path events = Files.createDirectory(job.scratch().resolve("events"));
      Path log4j = job.scratch().resolve("log4j2.properties");
      Files.writeString(
          log4j,
          """
          rootLogger.level = debug
          rootLogger.appenderRef.stdout.ref = console
          appender.console.type = Console
          appender.console.name = console
          appender.console.target = SYSTEM_ERR
          appender.console.layout.type = PatternLayout
          appender.console.layout.pattern = %p %c: %m%n%ex
          """);
      String log4jOption = " -Dlog4j2.configurationFile=" + log4j.toUri();
      job.append("spark.driver.extraJavaOptions", log4jOption)
          .append("spark.executor.extraJavaOptions", log4jOption)
          .conf("spark.ui.enabled", "true")
          .conf("spark.ui.port", "0")
          .conf("spark.eventLog.enabled", "true")
          .conf("spark.eventLog.dir", events.toUri().toString())
          .start();
      job.awaitSessions(2);
      String environmentPage = environmentPage(job);
      job.stop().awaitSuccess();

      String driver = job.driverLog();
      String executors = job.executorLogs();
      // The logs are at DEBUG, of the parties that hold secrets too.
      assertThat(driver).contains("DEBUG org.apache.hadoop.fs.s3a").contains("LiveSession: s3a://");
      assertThat(executors).contains("DEBUG org.apache.http");
      assertThat(environmentPage).contains("fs.s3a.impl");
      String eventLog = readAll(events);
      assertThat(eventLog).contains("SparkListenerEnvironmentUpdate");
      assertThat(aws.secrets()).hasSizeGreaterThan(8);
      for (String secret : aws.secrets()) {
        assertThat(occurs(driver, secret)).as("a secret in %s", job.driver().log()).isFalse();
        assertThat(occurs(executors, secret)).as("a secret in executors' logs").isFalse();
        assertThat(occurs(environmentPage, secret)).as("a secret in the UI").isFalse();
        assertThat(occurs(eventLog, secret)).as("a secret in the event log").isFalse();
      }
    }
  }

  /** The base identity's profile is a file of the driver; its path may be told, its content not. */
  private static boolean occurs(String text, String secret) {
    return text.contains(secret);
  }

  private static String environmentPage(SparkJob job) throws IOException, InterruptedException {
    Matcher ui =
        Await.until(
            SparkJob.PATIENCE,
            () -> {
              Matcher matcher = UI.matcher(sparkUiLine(job));
              return matcher.find() ? matcher : null;
            });
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(ui.group(1) + "/environment/")).build(),
            BodyHandlers.ofString())
        .body();
  }

  private static String sparkUiLine(SparkJob job) throws IOException {
    return job.driverLog()
        .lines()
        .filter(line -> line.contains("SparkUI") && line.contains("started at"))
        .findFirst()
        .orElse("");
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
