package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.quickstart.JobSettings;
import io.rolecall.quickstart.PipesJob;
import io.rolecall.quickstart.SparkDriver;
import io.rolecall.quickstart.SparkSubmit;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.Await;
import io.rolecall.support.GuidePage;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.RoundsRun;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Programs that executors start, in three languages: each works by profile through five lifetimes
 * of its sessions, which it shares with S3A, among another identity that it would find. {@code
 * it-tests/run tools} runs it.
 */
@Tag("suite")
class ITestExecutorSessions {

  private static final String ME = "arn:aws:iam::111111111111:user/me";
  private static final String READER = "arn:aws:iam::222222222222:role/reader";
  private static final String OTHER = "arn:aws:iam::333333333333:role/other";
  private static final String DECOY = "decoy";
  private static final Duration LIFETIME = Duration.ofSeconds(12);
  private static final int LIFETIMES = 5;
  private static final Workplace HERE = Workplace.ofThisProject();
  private static final Path SCRIPTS = HERE.root().resolve("it-tests/src/test/resources/awsclients");
  private static final Path MODULES =
      HERE.root().resolve("it-tests/target/awsclients/node_modules");

  /** Clients by what they call themselves. */
  private static final List<String> CLIENTS =
      List.of("boto3/", "aws-sdk-js/", "object_store/", "hadoop");

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          new LocalAwsBuilder()
              .account("111111111111", account -> account.user("me"))
              .account(
                  "222222222222",
                  account ->
                      account
                          .bucket("partner")
                          .bucket("partner-flights")
                          .user(
                              DECOY, user -> user.readWrite("partner").readWrite("partner-flights"))
                          .role(
                              "reader",
                              role ->
                                  role.trusts(ME)
                                      .readWrite("partner")
                                      .readWrite("partner-flights")))
              .account(
                  "333333333333",
                  account ->
                      account
                          .bucket("other")
                          .role("other", role -> role.trusts(ME).read("other"))));

  @Started private static LocalAws aws;

  @BeforeAll
  static void fill() throws IOException {
    aws.put("partner", "f", "flights".getBytes(StandardCharsets.UTF_8));
    aws.put("other", "f", "hotels".getBytes(StandardCharsets.UTF_8));
    aws.put("partner-flights", "2001/flights.csv", "AA,100\n".getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> settings(Path scratch) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.putAll(
        JobSettings.cluster(
            Workplace.writeProfile(scratch, aws.credentialsOf("111111111111", "me"))));
    settings.putAll(JobSettings.localAws(aws.endpoint(), LIFETIME));
    settings.putAll(JobSettings.rolecall());
    settings.put("spark.master", "local-cluster[2,2,1024]");
    settings.put("spark.hadoop.fs.s3a.bucket.partner.assumed.role.arn", READER);
    settings.put("spark.hadoop.fs.s3a.bucket.partner-flights.assumed.role.arn", READER);
    settings.put("spark.hadoop.fs.s3a.bucket.other.assumed.role.arn", OTHER);
    settings.put(
        "spark.hadoop.fs.s3a.rolecall.executor.sessions",
        "s3a://partner, s3a://other, flights=s3a://partner-flights/2001");
    AccessKey decoy = aws.credentialsOf("222222222222", DECOY);
    settings.put("spark.executorEnv.AWS_ACCESS_KEY_ID", decoy.accessKeyId());
    settings.put("spark.executorEnv.AWS_SECRET_ACCESS_KEY", decoy.secretAccessKey());
    settings.put("spark.executorEnv.AWS_REGION", "us-east-1");
    settings.put("spark.executorEnv.STORE", aws.endpoint().toString());
    settings.put("spark.executorEnv.NODE_PATH", MODULES.toString());
    return settings;
  }

  /** Runs it until a file is there; one that ends before fails. */
  private static String until(Path stop, String command) {
    return command
        + " & p=$!; while [ ! -e "
        + stop
        + " ]; do kill -0 $p 2>/dev/null || exit 3; sleep 0.2; done; kill $p; wait $p; true";
  }

  private static SparkDriver submit(Path scratch, Map<String, String> settings, String... commands)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("s3a://partner/f"));
    arguments.addAll(List.of(commands));
    return new SparkSubmit(HERE.sparkHome())
        .conf(settings)
        .jars(HERE.pluginJar(), HERE.sparkJar())
        .start(
            scratch.resolve("driver.log"),
            HERE.jobJar(),
            PipesJob.class.getName(),
            arguments.toArray(String[]::new));
  }

  private static Set<String> keys(String client, String role) {
    String session =
        role.replaceFirst("^arn:aws:iam::", "arn:aws:sts::").replace(":role/", ":assumed-role/");
    return aws.log()
        .s3()
        .filter(entry -> entry.client().userAgent().toLowerCase(Locale.ROOT).contains(client))
        .filter(entry -> String.valueOf(entry.principalArn()).startsWith(session + "/"))
        .map(entry -> String.valueOf(entry.client().accessKeyId()))
        .collect(Collectors.toSet());
  }

  private static void assume(boolean there, String what) {
    assumeTrue(there, what + " is not installed");
  }

  @Test
  void threeLanguagesWorkThroughFiveLifetimes() throws Exception {
    assume(OtherPrograms.hasBoto3(), "boto3 that takes its endpoint from a variable (1.28)");
    assume(OtherPrograms.isOnThePath("node"), "node");
    assume(Files.isDirectory(MODULES.resolve("@aws-sdk/client-s3")), "@aws-sdk/client-s3");
    assume(Files.isDirectory(MODULES.resolve("@lancedb/lancedb")), "@lancedb/lancedb");
    Path scratch = HERE.scratch("executor-sessions");
    Path stop = scratch.resolve("stop");
    try (SparkDriver driver =
        submit(
            scratch,
            settings(scratch),
            until(stop, "python3 " + SCRIPTS.resolve("boto.py") + " partner other"),
            until(stop, "node " + SCRIPTS.resolve("sdk.js") + " partner other"),
            // What Rust's object_store is built on takes keys of the environment first.
            until(
                stop,
                "env -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY AWS_PROFILE=partner node "
                    + SCRIPTS.resolve("lance.js")))) {
      Await.until(
          RoundsRun.PATIENCE,
          () -> {
            assertThat(driver.process().isAlive()).as("see %s", driver.log()).isTrue();
            return CLIENTS.stream().allMatch(client -> keys(client, READER).size() > LIFETIMES)
                && keys("boto3/", OTHER).size() > LIFETIMES
                && keys("aws-sdk-js/", OTHER).size() > LIFETIMES;
          });
      Files.createFile(stop);
      assertThat(driver.await(RoundsRun.PATIENCE)).as("see %s", driver.log()).isZero();
      assertThat(driver.lines(PipesJob.SAYS))
          .contains("read partner flights", "read other hotels")
          .noneMatch(line -> line.startsWith("failed:"));
      assertSharedSessions();
      assertThat(Files.readString(driver.log(), StandardCharsets.ISO_8859_1))
          .contains(
              "fs.s3a.rolecall.executor.sessions: programs on executors have the profiles partner"
                  + " (s3a://partner), other (s3a://other), flights (s3a://partner-flights/2001)")
          .contains("this cluster's executors are processes of one user of the system");
      assertNothingIsLeft();
    }
  }

  /** Every request is the routed role's, and all clients share one session of each role. */
  private static void assertSharedSessions() {
    assertThat(aws.log().s3())
        .allSatisfy(
            entry ->
                assertThat(String.valueOf(entry.principalArn()))
                    .as("%s", entry)
                    .matches(
                        "arn:aws:sts::(222222222222:assumed-role/reader|333333333333:assumed-role/other)/.*"));
    // S3A signs again what met the end of a session; programs meet none.
    assertThat(
            aws.log()
                .s3()
                .filter(
                    entry ->
                        !entry.client().userAgent().toLowerCase(Locale.ROOT).contains("hadoop")))
        .allSatisfy(entry -> assertThat(entry.status()).as("%s", entry).isLessThan(400));
    for (String role : List.of(READER, OTHER)) {
      long minted =
          aws.log()
              .operation("AssumeRole")
              .filter(entry -> entry.roleRequest().roleArn().equals(role))
              .count();
      System.out.println(role + ": " + minted + " sessions, used " + keys("", role).size());
      assertThat(minted - keys("", role).size())
          .as("sessions of %s unused", role)
          .isBetween(0L, 1L);
    }
    for (String client : CLIENTS) {
      System.out.println(client + ": " + keys(client, READER).size() + " sessions of the reader");
    }
  }

  private static void assertNothingIsLeft() throws IOException {
    try (Stream<Path> files = Files.walk(HERE.sparkHome().path().resolve("work"))) {
      assertThat(files.filter(file -> file.endsWith(".rolecall"))).isEmpty();
    }
  }

  @Test
  void theGuidesProgramReadsByItsProfile() throws Exception {
    assume(OtherPrograms.hasBoto3(), "boto3 that takes its endpoint from a variable (1.28)");
    Path scratch = HERE.scratch("executor-sessions-guide");
    Files.writeString(scratch.resolve("piped.py"), GuidePage.of("python").block("piped"));
    try (SparkDriver driver =
        submit(
            scratch,
            settings(scratch),
            "echo 2001/flights.csv | python3 " + scratch.resolve("piped.py"),
            "find .rolecall -exec ls -ld {} +; cat /proc/$PPID/cmdline | tr '\\0' ' '")) {
      assertThat(driver.await(RoundsRun.PATIENCE)).as("see %s", driver.log()).isZero();
      List<String> said = driver.lines(PipesJob.SAYS);
      assertThat(said).contains("AA,100");
      assertThat(said.stream().filter(line -> line.matches("[d-].*\\.rolecall.*")))
          .hasSize(5)
          .allMatch(line -> line.matches("(drwx------|-rw-------).*"));
      aws.secrets().forEach(secret -> assertThat(said).noneMatch(line -> line.contains(secret)));
      assertNothingIsLeft();
    }
  }

  @Test
  void aLocationWithoutASessionStartsNoJob() throws Exception {
    Path scratch = HERE.scratch("executor-sessions-refused");
    Map<String, String> settings = settings(scratch);
    settings.put("spark.hadoop.fs.s3a.rolecall.executor.sessions", "x=s3a://nowhere");
    try (SparkDriver driver = submit(scratch, settings, "true")) {
      assertThat(driver.await(RoundsRun.PATIENCE)).isNotZero();
      assertThat(Files.readString(driver.log(), StandardCharsets.ISO_8859_1))
          .contains("fs.s3a.rolecall.executor.sessions: no route for s3a://nowhere");
      assertThat(aws.log().s3()).isEmpty();
    }
  }
}
