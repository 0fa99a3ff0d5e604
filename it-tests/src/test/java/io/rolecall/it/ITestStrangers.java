package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.quickstart.JobSettings;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.FinishedProcess;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.RoundsRun;
import io.rolecall.support.Started;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reaches the port of a driver, and no more, gets nothing of its job's sessions. */
@Tag("suite")
class ITestStrangers {

  private static final Duration LIFETIME = Duration.ofMinutes(1);
  private static final String FILE = "s3a://" + ThreeAccounts.AIRPORTS_BUCKET + "/airports.csv";
  private static final String INVENTED = "4711";
  private static final String CLUSTER = "local-cluster[2,1,1024]";

  @RegisterExtension
  static final LocalAwsExtension AWS = new LocalAwsExtension(ThreeAccounts.world());

  @Started private static LocalAws aws;

  @TempDir private Path scratch;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A job with neither authentication nor encryption. */
  private static SparkJob openJob(String name) throws IOException {
    return new SparkJob(aws, name, LIFETIME)
        .without("spark.authenticate")
        .without("spark.authenticate.secret")
        .without("spark.network.crypto.enabled");
  }

  /** Asks a driver as a process of its own, with what all executors' settings have in common. */
  private FinishedProcess ask(int port, Map<String, String> more) throws Exception {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.driver.host", "127.0.0.1");
    settings.put("spark.driver.port", Integer.toString(port));
    settings.put("spark.rpc.askTimeout", "30s");
    settings.put("spark.rpc.lookupTimeout", "30s");
    settings.putAll(JobSettings.localAws(aws.endpoint(), LIFETIME));
    settings.putAll(JobSettings.rolecall());
    settings.put("spark.hadoop.fs.s3a.rolecall.session.wait", "2s");
    settings.putAll(more);
    Properties properties = new Properties();
    properties.putAll(settings);
    Path file = scratch.resolve("stranger.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    Workplace here = Workplace.ofThisProject();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(
        List.of(
            "-cp",
            String.join(
                File.pathSeparator,
                here.root().resolve("it-tests/target/test-classes").toString(),
                here.pluginJar().toString(),
                here.sparkJar().toString(),
                here.sparkHome().path().resolve("jars") + "/*"),
            Stranger.class.getName(),
            file.toString(),
            INVENTED,
            FILE));
    return FinishedProcess.run(command, Map.of(), scratch);
  }

  private static void assertNothingWasGiven(FinishedProcess stranger) {
    assertThat(stranger.out()).as(stranger.err()).doesNotContain("read");
    assertThat(stranger.exitCode()).as(stranger.err()).isNotZero();
  }

  private static void assertStartIsRefused(SparkJob job, String message) throws Exception {
    assertThat(job.driver().await(RoundsRun.PATIENCE)).as("%s", job.driver().log()).isEqualTo(1);
    assertThat(job.driverLog()).contains(message);
    assertThat(aws.log().bucket(ThreeAccounts.AIRPORTS_BUCKET)).as("requests").isEmpty();
  }

  /** A key store with a key of its own, and whatever else TLS for RPC asks for. */
  private Map<String, String> tls(String owner) throws Exception {
    Path store = scratch.resolve(owner + ".p12");
    FinishedProcess made =
        FinishedProcess.run(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                owner,
                "-dname",
                "CN=" + owner,
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit"),
            Map.of(),
            scratch);
    assertThat(made.exitCode()).as(made.err()).isZero();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.ssl.rpc.enabled", "true");
    settings.put("spark.ssl.rpc.protocol", "TLSv1.3");
    settings.put("spark.ssl.rpc.keyStore", store.toString());
    settings.put("spark.ssl.rpc.keyStoreType", "PKCS12");
    settings.put("spark.ssl.rpc.keyStorePassword", "changeit");
    settings.put("spark.ssl.rpc.keyPassword", "changeit");
    return settings;
  }

  @Test
  void aDriverThatWouldAnswerEverybodyDoesNotStart() throws Exception {
    try (SparkJob job = openJob("open").start()) {
      assertStartIsRefused(
          job,
          "spark.master="
              + CLUSTER
              + ": spark.authenticate is not true, so whoever reaches the"
              + " driver's port could take the job's sessions. Set spark.authenticate=true,"
              + " spark.network.crypto.enabled=true and spark.authenticate.secret (any text that"
              + " nobody else knows; it stays in this cluster of one application).");
    }
  }

  @Test
  void tlsAloneKeepsNobodyOutSoTheDriverDoesNotStart() throws Exception {
    try (SparkJob job = openJob("tls").conf(tls("driver")).start()) {
      assertStartIsRefused(
          job,
          "spark.authenticate is not true (spark.ssl.rpc.enabled encrypts, but lets in a stranger"
              + " with a key store of his own), so whoever reaches the driver's port could take the"
              + " job's sessions.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "local[*]", "local[2,3]"})
  void aDriverWithoutExecutorsAnswersNobody(String master) throws Exception {
    int port = freePort();
    try (SparkJob job =
        openJob("local")
            .conf("spark.master", master)
            .conf("spark.driver.port", Integer.toString(port))
            .start()) {
      job.awaitLine(line -> line.startsWith("round "));
      FinishedProcess stranger = ask(port, Map.of());
      assertNothingWasGiven(stranger);
      assertThat(stranger.err())
          .contains(
              "spark.master="
                  + master
                  + ": this driver has no executors and gives its sessions to nobody");
      job.stop().awaitSuccess();
    }
  }

  @Test
  void aStrangerWithoutTheSecretIsNotHeard() throws Exception {
    int port = freePort();
    try (SparkJob job =
        new SparkJob(aws, "secret", LIFETIME)
            .conf("spark.driver.port", Integer.toString(port))
            .start()) {
      job.awaitLine(line -> line.startsWith("round "));
      assertNothingWasGiven(ask(port, Map.of()));
      assertNothingWasGiven(
          ask(
              port,
              Map.of(
                  "spark.authenticate", "true",
                  "spark.authenticate.secret", "guessed",
                  "spark.network.crypto.enabled", "true")));
      job.stop().awaitSuccess();
      assertThat(job.driverLog()).doesNotContain("spark.rolecall.channel.unprotected");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoOptsOutIsToldEveryTimeThatStrangersAreAnswered(boolean tls) throws Exception {
    int port = freePort();
    try (SparkJob job =
        openJob("opted-out")
            .conf(tls ? tls("driver") : Map.of())
            .conf("spark.rolecall.channel.unprotected", "true")
            .conf("spark.driver.port", Integer.toString(port))
            .start()) {
      job.awaitLine(line -> line.startsWith("round "));
      FinishedProcess stranger = ask(port, tls ? tls("stranger") : Map.of());
      assertThat(stranger.out()).as(stranger.err()).isEqualTo("read 24 bytes\n");
      job.stop().awaitSuccess();
      assertThat(job.driverLog())
          .contains("spark.rolecall.channel.unprotected=true: spark.authenticate is not true");
    }
  }
}
