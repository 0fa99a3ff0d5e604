package io.rolecall.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.quickstart.JobSettings;
import io.rolecall.quickstart.SparkDriver;
import io.rolecall.quickstart.SparkSubmit;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.Await;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** A {@link ConnectApplication} with two executors, in three JVMs of their own. */
final class Application implements AutoCloseable {

  private static final Workplace PLACE = Workplace.ofThisProject();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** A variable of the driver's environment, and a word of its value. */
  static final String SECRET_VARIABLE = "SECRET_OF_THE_DRIVER";

  static final String SECRET_WORD = "word-of-a-secret";

  private static final String HADOOP = "spark.hadoop.";

  private final SparkDriver driver;
  private final Map<String, String> launch;
  private final Path scratch;
  private final String id;
  private final int connectPort;
  private final int doorPort;
  private final HttpClient http = HttpClient.newHttpClient();

  private Application(SparkDriver driver, Map<String, String> launch, Path scratch, String[] said) {
    this.driver = driver;
    this.launch = launch;
    this.scratch = scratch;
    this.id = said[0];
    this.connectPort = Integer.parseInt(said[1]);
    this.doorPort = Integer.parseInt(said[2]);
  }

  /** Starts one with the sessions of 15 minutes that AWS has at least. */
  static Application start(URI aws, AccessKey operator, String name, Map<String, String> more)
      throws IOException, InterruptedException {
    Path scratch = PLACE.scratch(name);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.putAll(JobSettings.cluster(Workplace.writeProfile(scratch, operator)));
    settings.putAll(JobSettings.localAws(aws, Duration.ofMinutes(15)));
    // The operator's own values may refer to others.
    settings.put("spark.hadoop.store.port", Integer.toString(aws.getPort()));
    settings.put("spark.hadoop.fs.s3a.endpoint", "http://127.0.0.1:${store.port}");
    // Whoever is brought to the wrong place notices soon.
    settings.put("spark.hadoop.fs.s3a.bucket.elsewhere.secret.key", SECRET_WORD);
    settings.put("spark.hadoop.fs.s3a.attempts.maximum", "1");
    settings.put("spark.hadoop.fs.s3a.retry.limit", "1");
    settings.put("spark.hadoop.fs.s3a.rolecall.session.wait", "5s");
    settings.put("spark.task.maxFailures", "1");
    settings.put("spark.plugins", "io.rolecall.spark.RolecallPlugin");
    settings.put("spark.hadoop.fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem");
    settings.put("spark.hadoop.fs.s3.impl", "io.rolecall.s3a.RolecallFileSystem");
    settings.put("spark.hadoop.fs.AbstractFileSystem.s3a.impl", "io.rolecall.s3a.RolecallFs");
    settings.put("spark.connect.grpc.binding.address", "127.0.0.1");
    settings.put("spark.connect.grpc.binding.port", "0");
    settings.put("spark.sql.warehouse.dir", scratch.resolve("warehouse").toUri().toString());
    settings.putAll(more);
    SparkDriver driver =
        new SparkSubmit(PLACE.clusterHome("boundary"))
            .conf(settings)
            .environment(SECRET_VARIABLE, SECRET_WORD)
            .start(scratch.resolve("driver.log"), jar(), ConnectApplication.class.getName());
    String said =
        Await.until(
            PATIENCE,
            () -> {
              assertThat(driver.process().isAlive()).as("see %s", driver.log()).isTrue();
              return driver.lines(ConnectApplication.SAYS).stream().findFirst().orElse(null);
            });
    return new Application(driver, settings, scratch, said.split(" "));
  }

  private static Path jar() {
    return PLACE
        .root()
        .resolve("it-tests/boundary/target/rolecall-boundary-tests-" + PLACE.version() + ".jar");
  }

  /** What the operator has set for Hadoop. */
  Map<String, String> launch() {
    Map<String, String> hadoops = new TreeMap<>();
    launch.forEach(
        (key, value) -> {
          if (key.startsWith(HADOOP)) {
            hadoops.put(key.substring(HADOOP.length()), value);
          }
        });
    return hadoops;
  }

  String id() {
    return id;
  }

  Path scratch() {
    return scratch;
  }

  Path log() {
    return driver.log();
  }

  /** A new session of somebody, which shares nothing with another but the application. */
  SparkSession connect(String user) {
    return SparkSession.builder()
        .remote("sc://127.0.0.1:" + connectPort + "/;user_id=" + user)
        .create();
  }

  /**
   * Lets the driver run code of its own.
   *
   * @return what the code said
   * @throws IOException if it threw, with a line for each exception and its cause
   */
  String run(Class<? extends DriverCode> code, Map<String, String> arguments)
      throws IOException, InterruptedException {
    Properties properties = new Properties();
    properties.putAll(arguments);
    StringWriter body = new StringWriter();
    properties.store(body, null);
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + doorPort + "/" + code.getName()))
                .POST(BodyPublishers.ofString(body.toString()))
                .build(),
            BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (answer.statusCode() != 200) {
      throw new IOException(answer.body());
    }
    return answer.body();
  }

  @Override
  public void close() {
    driver.close();
  }
}
