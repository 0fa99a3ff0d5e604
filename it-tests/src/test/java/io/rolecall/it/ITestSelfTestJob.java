package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The self-test passes where a set-up is right, and names what is broken in set-ups that are broken
 * one by one.
 */
@Tag("suite")
class ITestSelfTestJob {

  private static final Duration LIFETIME = Duration.ofSeconds(10);
  private static final String AIRPORTS = "s3a://" + ThreeAccounts.AIRPORTS_BUCKET;

  /** Where nothing is yet, two levels deep. */
  private static final String NOWHERE = AIRPORTS + "/new/prefix";

  private static final String FLIGHTS = "s3a://" + ThreeAccounts.FLIGHTS_BUCKET;
  private static final String AUTHENTICATE = "spark.authenticate";
  private static final String CRYPTO = "spark.network.crypto.enabled";

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          ThreeAccounts.world().instanceProfile(ThreeAccounts.JOB_ROLE, Duration.ofHours(1)));

  @Started private static LocalAws aws;

  @BeforeEach
  void fill() throws IOException {
    byte[] some = "iata,name\nABE,Allentown\n".getBytes(StandardCharsets.UTF_8);
    aws.put(ThreeAccounts.AIRPORTS_BUCKET, "airports.csv", some);
    aws.put(ThreeAccounts.FLIGHTS_BUCKET, "flights.csv", some);
    aws.log().clear();
  }

  @Test
  void passesAndLeavesNothingBehind() throws Exception {
    SelfTestRun.Finished run =
        new SelfTestRun(aws, LIFETIME)
            .conf("spark.hadoop.fs.s3a.committer.require.uuid", "true")
            .run("--write", AIRPORTS, "--write", NOWHERE, "--for", "3m", FLIGHTS);
    assertThat(run.exitCode()).as(run.log()).isZero();
    assertThat(run.names("FAILED")).isEmpty();
    assertThat(run.names("warning")).isEmpty();
    assertThat(run.steps("skipped"))
        .singleElement()
        .asString()
        .contains("read " + NOWHERE + ": no object is there");
    assertThat(run.names("ok"))
        .containsExactly(
            "class path",
            "configuration",
            "routes",
            "base identity",
            "clock",
            "role",
            "channel",
            "application",
            "jars",
            "class loading",
            "identity",
            "probe",
            "caller",
            "renewal");
    assertThat(run.steps())
        .anyMatch(line -> line.contains("the driver refused somebody who has no secret"))
        .anyMatch(line -> line.contains("the driver, executors 0, 1: AWS SDK "))
        .anyMatch(line -> line.contains("executors 0, 1: list " + FLIGHTS + " ("))
        .anyMatch(line -> line.contains("executors 0, 1: read " + FLIGHTS + "/flights.csv ("))
        .anyMatch(line -> line.contains("write two parts of " + AIRPORTS + "/rolecall-check-"))
        .anyMatch(line -> line.contains("rename " + AIRPORTS + "/rolecall-check-"))
        .anyMatch(line -> line.contains("commit by S3A's magic committer below " + AIRPORTS))
        .anyMatch(line -> line.contains(FLIGHTS + ": an open stream over 2 renewals"))
        .anyMatch(
            line -> line.contains(AIRPORTS + ": an open stream and an open upload over 2 renewals"))
        .anyMatch(line -> line.contains(NOWHERE + ": an open upload over 2 renewals"));
    assertThat(run.log()).contains("self-test: keeping streams of " + FLIGHTS + " open, for 60 s");
    assertWhatS3Saw(run);
    assertUploadsWereInParts(run);
    assertNothingIsLeft();
  }

  /** An object that is said to be in parts is sent in parts, and a held one by several sessions. */
  private static void assertUploadsWereInParts(SelfTestRun.Finished run) {
    Map<String, List<Entry>> parts =
        aws.log()
            .operation("UploadPart")
            .collect(Collectors.groupingBy(part -> "s3a://" + part.bucket() + "/" + part.key()));
    List<String> twoParts =
        run.steps("ok")
            .filter(line -> line.contains("write two parts of "))
            .map(line -> line.replaceFirst(".*write two parts of (\\S+) .*", "$1"))
            .toList();
    assertThat(twoParts).hasSize(2);
    for (String file : twoParts) {
      assertThat(parts.remove(file)).as(file).hasSize(2);
    }
    List<String> held =
        parts.keySet().stream().filter(key -> key.matches(".*/rolecall-check-[^/]+")).toList();
    assertThat(held).as("of each place and executor").hasSizeGreaterThanOrEqualTo(4);
    for (String file : held) {
      assertThat(parts.get(file)).as(file).hasSize(3);
      assertThat(parts.get(file).stream().map(part -> part.client().accessKeyId()).distinct())
          .as("before and after a renewal")
          .hasSizeGreaterThan(1);
    }
  }

  /** What it says of the caller is what the store saw. */
  private static void assertWhatS3Saw(SelfTestRun.Finished run) {
    for (String location : List.of(AIRPORTS, FLIGHTS)) {
      String caller =
          run.steps("ok")
              .filter(line -> line.contains("executors sign for " + location + " as "))
              .map(line -> line.replaceFirst(".* as (\\S+) .*", "$1"))
              .findFirst()
              .orElseThrow();
      assertThat(caller).contains("/root-app-").startsWith("arn:aws:sts::");
      assertThat(aws.log().bucket(location.substring("s3a://".length())))
          .isNotEmpty()
          .allMatch(entry -> caller.equals(entry.principalArn()));
    }
  }

  private static void assertNothingIsLeft() throws IOException {
    assertThat(aws.list(ThreeAccounts.AIRPORTS_BUCKET, "")).containsExactly("airports.csv");
    assertThat(aws.list(ThreeAccounts.FLIGHTS_BUCKET, "")).containsExactly("flights.csv");
    assertThat(aws.log().operation("CreateMultipartUpload"))
        .hasSize(
            Math.toIntExact(
                Stream.of("CompleteMultipartUpload", "AbortMultipartUpload")
                    .flatMap(aws.log()::operation)
                    .filter(entry -> entry.status() < 300)
                    .count()))
        .isNotEmpty();
  }

  @Test
  void answersAsJson() throws Exception {
    SelfTestRun.Finished run = new SelfTestRun(aws, LIFETIME).run("--json", FLIGHTS);
    assertThat(run.exitCode()).as(run.log()).isZero();
    JsonNode report =
        new JsonMapper().readTree(run.log().substring(run.log().indexOf("\n{\n") + 1));
    assertThat(report.at("/counts/failed").asInt()).isZero();
    assertThat(report.at("/steps"))
        .anyMatch(
            step ->
                step.path("step").asText().equals("probe")
                    && step.path("outcome").asText().equals("ok")
                    && step.path("millis").isNumber());
  }

  @Test
  void aCommandLineThatIsWrongIsTold() throws Exception {
    SelfTestRun.Finished run = new SelfTestRun(aws, LIFETIME).run("--for", "soon", FLIGHTS);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.log())
        .contains("--for 'soon': expected a time, for example 90s, 40m or 2h")
        .contains("Usage: spark-submit --class io.rolecall.spark.SelfTest");
  }

  /** What breaks a set-up that works. */
  private interface Damage {
    void to(SelfTestRun run) throws IOException;
  }

  /**
   * A broken set-up.
   *
   * @param name what is broken
   * @param damage breaks it
   * @param arguments what the self-test is started with
   * @param outcome how the step ends
   * @param step the one step that ends so
   * @param message what its line and its advice must hold
   */
  private record Broken(
      String name,
      Damage damage,
      List<String> arguments,
      String outcome,
      String step,
      List<String> message) {

    static Broken of(String name, Damage damage, String step, String... message) {
      return new Broken(name, damage, List.of(FLIGHTS), "FAILED", step, List.of(message));
    }

    Broken with(String... other) {
      return new Broken(name, damage, List.of(other), outcome, step, message);
    }

    Broken warned() {
      return new Broken(name, damage, arguments, "warning", step, message);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Broken> brokenSetups() {
    return Stream.of(jars(), channels(), identities(), rest()).flatMap(sort -> sort);
  }

  private static Stream<Broken> jars() {
    return Stream.of(
        Broken.of(
            "the driver lacks the Hadoop jar",
            SelfTestRun::withoutPluginJar,
            "jars",
            "the driver lacks rolecall-hadoop-plugin, or Hadoop's jars (the class io.rolecall.",
            "-> Name both of Rolecall's jars in spark.jars, or put them on"
                + " spark.driver.extraClassPath and spark.executor.extraClassPath"),
        Broken.of(
            "executors lack the Hadoop jar",
            run ->
                run.withoutPluginJar()
                    .conf("spark.driver.extraClassPath", SelfTestRun.pluginJar().toString()),
            "jars",
            "executors 0, 1: Rolecall's file system cannot be loaded: java.lang."
                + "ClassNotFoundException: io.rolecall.s3a.RolecallFileSystem",
            "-> Name both of Rolecall's jars in spark.jars, or put them on"
                + " spark.executor.extraClassPath"),
        Broken.of(
            "executors have another version",
            run -> run.conf("spark.executor.extraClassPath", run.pluginJarOf("0.0.9").toString()),
            "jars",
            "executors 0, 1: rolecall-hadoop-plugin 0.0.9, the driver's is ",
            "-> Use one version: look at spark.executor.extraClassPath"),
        Broken.of(
            "the jar is on the class path and among the job's, which go first",
            run ->
                run.conf("spark.executor.extraClassPath", SelfTestRun.pluginJar().toString())
                    .conf("spark.executor.userClassPathFirst", "true"),
            "class loading",
            ": io.rolecall.s3a.RolecallFileSystem from /",
            ".jar and from /",
            "a class that is loaded twice is two classes",
            "-> Keep one of the jars, and leave spark.driver.userClassPathFirst and"
                + " spark.executor.userClassPathFirst false"));
  }

  private static Stream<Broken> channels() {
    return Stream.of(
        Broken.of(
            "the plugin is not named",
            run -> run.without("spark.plugins"),
            "channel",
            "spark.plugins = '' does not name Rolecall's plugin, so executors have nobody to ask",
            "-> Add io.rolecall.spark.RolecallPlugin to spark.plugins"),
        Broken.of(
            "askers are not authenticated",
            run -> run.without(AUTHENTICATE),
            "channel",
            "spark.authenticate is not true, so whoever reaches the driver's port could take the"
                + " job's sessions"),
        Broken.of(
            "the connection is not encrypted",
            run -> run.without(CRYPTO),
            "channel",
            "is true, so whoever listens on the network could read the job's sessions"),
        Broken.of(
            "strangers are let in",
            run ->
                run.without(AUTHENTICATE)
                    .without(CRYPTO)
                    .conf("spark.rolecall.channel.unprotected", "true"),
            "channel",
            "the driver let in somebody who has no secret: whoever reaches its port can take the"
                + " job's sessions",
            "-> Set spark.authenticate and spark.network.crypto.enabled to true"),
        Broken.of(
                "no executor finds room",
                run -> run.conf("spark.executor.cores", "4"),
                "application",
                "no executor has registered within 6 s",
                "-> If executors start and end, their logs tell why")
            .with("--wait", "6s", FLIGHTS));
  }

  private static Stream<Broken> identities() {
    String advice = "-> Take it from executors: give the base identity to the driver alone";
    return Stream.of(
        Broken.of(
            "executors have keys in their environment",
            run -> run.conf("spark.executorEnv.AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
            "identity",
            "executors 0, 1: an AWS identity is within reach: the environment variable"
                + " AWS_ACCESS_KEY_ID",
            advice),
        Broken.of(
            "executors can read the driver's profile",
            run ->
                run.append(
                    "spark.executor.extraJavaOptions",
                    " -Daws.sharedCredentialsFile=" + run.profile()),
            "identity",
            "an AWS identity is within reach: the file /",
            "/credentials",
            advice),
        Broken.of(
            "executors reach a metadata service",
            run ->
                run.conf(
                    "spark.executorEnv.AWS_EC2_METADATA_SERVICE_ENDPOINT",
                    aws.metadataEndpoint().toString()),
            "identity",
            "an AWS identity is within reach: the metadata service, which gives the role job-writer",
            advice),
        Broken.of(
            "the configuration has a secret key",
            run -> {
              var key = aws.credentialsOf(ThreeAccounts.JOB, ThreeAccounts.SUBMITTER);
              run.conf("spark.hadoop.fs.s3a.access.key", key.accessKeyId())
                  .conf("spark.hadoop.fs.s3a.secret.key", key.secretAccessKey());
            },
            "identity",
            "an AWS identity is within reach: the key fs.s3a.secret.key",
            advice),
        Broken.of(
            "executors can read a store with a secret key",
            run -> run.conf("spark.hadoop.hadoop.security.credential.provider.path", run.store()),
            "identity",
            "an AWS identity is within reach: the key fs.s3a.secret.key in the credential store"
                + " localjceks://file/",
            advice));
  }

  private static Stream<Broken> rest() {
    return Stream.of(
        Broken.of(
            "Rolecall is not switched on",
            run -> run.without("spark.hadoop.fs.s3a.impl"),
            "configuration",
            "plain S3A would be used, and no route",
            "-> Set fs.s3a.impl = io.rolecall.s3a.RolecallFileSystem"),
        Broken.of(
            "the external id is another one",
            run ->
                run.conf(
                    "spark.hadoop.fs.s3a.bucket.partner-flights.assumed.role.external.id", "wrong"),
            "role",
            FLIGHTS + ": STS refused " + ThreeAccounts.FLIGHTS_ROLE),
        Broken.of(
                "a location has no route",
                run -> {},
                "routes",
                "no route for s3a://partner-flight: ",
                "Did you mean s3a://partner-flights?")
            .with("s3a://partner-flight"),
        Broken.of(
                "the bucket does not exist",
                run ->
                    run.conf(
                        "spark.hadoop.fs.s3a.bucket.gone.assumed.role.arn",
                        ThreeAccounts.AIRPORTS_ROLE),
                "probe",
                "executors 0, 1: list s3a://gone: ",
                "-> The bucket does not exist: check its name")
            .with("s3a://gone"),
        Broken.of(
                "the role may not write",
                run -> {},
                "probe",
                "write " + FLIGHTS + ": ",
                "-> The role needs s3:PutObject and s3:DeleteObject")
            .with("--write", FLIGHTS),
        Broken.of(
                "session names do not tell the application",
                run -> run.conf("spark.hadoop.fs.s3a.rolecall.job.id", "nightly"),
                "caller",
                "-nightly: the session name does not tell the application app-",
                "-> Remove fs.s3a.rolecall.job.id, so that CloudTrail tells which application it was")
            .warned(),
        Broken.of(
            "the cluster's clocks are wrong",
            run -> aws.faults().clockSkew(Duration.ofMinutes(20)),
            "clock",
            "this machine's clock is 1",
            "executors 0, 1: the clock is 1",
            " s behind STS's",
            "-> Set the clock (NTP): AWS refuses what is signed by it"));
  }

  @ParameterizedTest
  @MethodSource("brokenSetups")
  void namesWhatIsBroken(Broken broken) throws Exception {
    SelfTestRun run = new SelfTestRun(aws, Duration.ofMinutes(1));
    broken.damage().to(run);
    SelfTestRun.Finished finished = run.run(broken.arguments().toArray(String[]::new));
    assertThat(finished.names(broken.outcome())).as(finished.log()).containsExactly(broken.step());
    assertThat(finished.log()).contains(broken.message());
    assertThat(finished.exitCode()).isEqualTo(broken.outcome().equals("FAILED") ? 1 : 0);
  }
}
