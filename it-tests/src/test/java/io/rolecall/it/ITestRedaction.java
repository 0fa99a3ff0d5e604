package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.support.RoutesJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark shows of a configuration, in a real context's event log and UI. */
@Tag("process")
class ITestRedaction {

  private static final String HADOOP = "spark.hadoop.fs.s3a.";

  @TempDir private Path events;

  private SparkConf conf() {
    return new SparkConf(false)
        .setMaster("local[1]")
        .setAppName("redaction")
        .set("spark.plugins", "io.rolecall.spark.RolecallPlugin")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.ui.port", "0")
        .set("spark.eventLog.enabled", "true")
        .set("spark.eventLog.compress", "false")
        .set("spark.eventLog.dir", events.toUri().toString())
        .set(HADOOP + "assumed.role.external.id", "guess-0")
        .set(HADOOP + "bucket.b1.assumed.role.external.id", "guess-1")
        .set(HADOOP + "assumed.role.policy", "{\"Statement\": \"guess-2\"}")
        .set(
            HADOOP + "rolecall.routes",
            new RoutesJson()
                .role("s3a://b2", "arn:aws:iam::111111111111:role/r")
                .field("externalId", "guess-3")
                .toString())
        .set("spark.sql.catalog.c.hadoop.fs.s3a.bucket.b1.rolecall.routes", "guess-4")
        .set("spark.driver.extraJavaOptions", "-Dfs.s3a.assumed.role.external.id=guess-5")
        .set("spark.sql.catalog.c.hadoop.fs.s3a.rolecall.routes.file", "/etc/shown-0")
        .set(HADOOP + "access.key", "k")
        .set(HADOOP + "secret.key", "s")
        .set(HADOOP + "assumed.role.sts.endpoint.region", "us-east-1")
        .set(HADOOP + "assumed.role.arn", "arn:aws:iam::111111111111:role/shown-1");
  }

  /** What is shown of a context with this configuration. */
  private String shown(SparkConf conf) throws IOException, InterruptedException {
    String environment;
    try (SparkContextCloser context = new SparkContextCloser(new SparkContext(conf))) {
      SparkContext sc = context.sc;
      environment =
          get(sc.uiWebUrl().get() + "/api/v1/applications/" + sc.applicationId() + "/environment");
    }
    StringBuilder text = new StringBuilder(environment);
    try (Stream<Path> files = Files.walk(events)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file));
      }
    }
    assertThat(text).contains("SparkListenerEnvironmentUpdate", "hadoopProperties");
    return text.toString();
  }

  private record SparkContextCloser(SparkContext sc) implements AutoCloseable {
    @Override
    public void close() {
      sc.stop();
    }
  }

  private static String get(String uri) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString())
        .body();
  }

  @Test
  void hidesExternalIdsRoutesAndPoliciesAndNothingElse() throws Exception {
    String shown = shown(conf());
    assertThat(shown.contains("guess-")).as("something to guess in %s", shown).isFalse();
    assertThat(shown).contains("/etc/shown-0", "role/shown-1");
  }

  @Test
  void keepsWhatTheOperatorHides() throws Exception {
    String shown =
        shown(
            conf()
                .set("spark.redaction.regex", "(?i)INNER")
                .set("spark.my.inner", "guess-6")
                .set("spark.my.password", "shown-2"));
    assertThat(shown.contains("guess-")).as("something to guess in %s", shown).isFalse();
    assertThat(shown).contains("shown-2");
  }
}
