package io.rolecall.yarn;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.AccessLog.Entry;
import io.rolecall.localaws.LocalAws;
import io.rolecall.quickstart.JobSettings;
import io.rolecall.quickstart.RoundsJob;
import io.rolecall.quickstart.SparkDriver;
import io.rolecall.quickstart.SparkHome;
import io.rolecall.quickstart.SparkSubmit;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.quickstart.Workplace;
import io.rolecall.testing.Await;
import io.rolecall.testing.GuidePage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A {@link RoundsJob} on a YARN cluster: reads the airports, writes results. */
final class YarnJob implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Workplace PLACE = Workplace.ofThisProject();
  private static final Pattern APPLICATION = Pattern.compile("application_\\d+_\\d+");
  private static final String QUICK = " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final LocalAws aws;
  private final ClusterProcess cluster;
  private final Path scratch;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final String driverOptions;
  private String proxyUser = "";
  private @Nullable SparkDriver client;

  YarnJob(ClusterProcess cluster, LocalAws aws, String name, Duration lifetime) throws IOException {
    this.aws = aws;
    this.cluster = cluster;
    this.scratch = PLACE.scratch(name);
    Path profile =
        Workplace.writeProfile(
            scratch, aws.credentialsOf(ThreeAccounts.JOB, ThreeAccounts.SUBMITTER));
    this.driverOptions = "-Daws.sharedCredentialsFile=" + profile + QUICK;
    settings.put("spark.master", "yarn");
    settings.put("spark.submit.deployMode", "client");
    settings.put("spark.yarn.jars", "local:" + home().path().resolve("jars") + "/*");
    settings.put("spark.yarn.stagingDir", scratch.toUri().toString());
    settings.put("spark.executor.instances", "2");
    settings.put("spark.driver.memory", "600m");
    settings.put("spark.executor.memory", "600m");
    settings.put("spark.yarn.am.memory", "512m");
    settings.put("spark.driver.extraJavaOptions", driverOptions);
    settings.put("spark.executor.extraJavaOptions", QUICK.trim());
    settings.put("spark.yarn.am.extraJavaOptions", QUICK.trim());
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.yarn.submit.waitAppCompletion", "true");
    settings.putAll(JobSettings.localAws(aws.endpoint(), lifetime));
    // Without jitter, the times of renewals are known.
    settings.put("spark.hadoop.fs.s3a.rolecall.renewal.jitter", "0");
    aws.put(
        ThreeAccounts.AIRPORTS_BUCKET,
        "airports.csv",
        "iata,name\nABE,Allentown\n".getBytes(StandardCharsets.UTF_8));
    aws.log().clear();
  }

  /** Spark, with Rolecall's jars among its own, as clusters have it. */
  private static SparkHome home() throws IOException {
    Path target = PLACE.root().resolve("it-tests/yarn/target");
    return SparkHome.create(
        target.resolve("spark-home"),
        Files.readString(target.resolve("spark.classpath")).trim()
            + File.pathSeparator
            + PLACE.pluginJar()
            + File.pathSeparator
            + PLACE.sparkJar());
  }

  YarnJob conf(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /** What the guide tells to set. */
  YarnJob guide(String label) {
    settings.putAll(GuidePage.of("yarn").settings(label));
    return this;
  }

  YarnJob without(String key) {
    settings.remove(key);
    return this;
  }

  /** Somebody submits it for a user. */
  YarnJob proxyUser(String user) {
    proxyUser = user;
    return this;
  }

  YarnJob environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** The driver runs in the cluster. */
  YarnJob clusterMode() {
    // The client reads what it is to pass on, with the same identity.
    return conf("spark.submit.deployMode", "cluster")
        .environment("SPARK_SUBMIT_OPTS", driverOptions);
  }

  /** All its processes know Kerberos. */
  YarnJob kerberos() {
    String option = " " + cluster.kerberosOption();
    for (String process : List.of("driver", "executor", "yarn.am")) {
      settings.merge("spark." + process + ".extraJavaOptions", option, String::concat);
    }
    return environment(
        "SPARK_SUBMIT_OPTS", environment.getOrDefault("SPARK_SUBMIT_OPTS", "") + option);
  }

  YarnJob start() throws IOException, InterruptedException {
    SparkSubmit submit =
        new SparkSubmit(home())
            .conf(settings)
            .proxyUser(proxyUser)
            .environment("HADOOP_CONF_DIR", cluster.configuration().toString());
    environment.forEach(submit::environment);
    client =
        submit.start(
            scratch.resolve("client.log"),
            PLACE.jobJar(),
            RoundsJob.class.getName(),
            "s3a://" + ThreeAccounts.AIRPORTS_BUCKET + "/airports.csv",
            "s3a://" + ThreeAccounts.JOB_BUCKET + "/rounds",
            "2",
            scratch.toString());
    return this;
  }

  private SparkDriver client() {
    return requireNonNull(client, "not started");
  }

  /** What the job has said, wherever its driver runs. */
  private List<String> said() throws IOException {
    List<String> said = client().lines(RoundsJob.SAYS);
    if (!said.isEmpty()) {
      return said;
    }
    String log = Files.readString(client().log(), StandardCharsets.ISO_8859_1);
    return log.lines()
        .flatMap(line -> APPLICATION.matcher(line).results())
        .map(MatchResult::group)
        .distinct()
        .flatMap(id -> cluster.printed(id).stream())
        .filter(line -> line.startsWith(RoundsJob.SAYS))
        .map(line -> line.substring(RoundsJob.SAYS.length()))
        .toList();
  }

  String awaitLine(Predicate<String> wanted) {
    return Await.until(
        PATIENCE,
        Duration.ofMillis(300),
        () -> {
          List<String> lines = said();
          assertThat(client().process().isAlive() || lines.stream().anyMatch(wanted))
              .as("the job lives; see %s", client().log())
              .isTrue();
          return lines.stream().filter(wanted).reduce((first, last) -> last).orElse(null);
        });
  }

  /** Waits until both roles have been assumed so often. */
  void awaitSessions(int wanted) {
    Await.until(
        PATIENCE,
        Duration.ofMillis(300),
        () -> {
          assertThat(client().process().isAlive())
              .as("the job lives; see %s", client().log())
              .isTrue();
          Map<String, Long> sessions = sessions();
          return sessions.size() == 2
              && sessions.values().stream().allMatch(count -> count >= wanted);
        });
  }

  /** Successful AssumeRole calls by role. */
  Map<String, Long> sessions() {
    return aws.log()
        .operation("AssumeRole")
        .filter(entry -> entry.status() == 200)
        .map(Entry::roleRequest)
        .filter(Objects::nonNull)
        .collect(Collectors.groupingBy(request -> request.roleArn(), Collectors.counting()));
  }

  /** Lets the job end after its present round, and expects success without a failed task. */
  void finish() throws IOException, InterruptedException {
    Files.createFile(scratch.resolve("stop"));
    assertThat(client().await(PATIENCE)).as("exit code; see %s", client().log()).isZero();
    assertThat(said()).as("%s", client().log()).contains("failed tasks 0");
  }

  /** Waits for its end, which is no success, and tells what client and containers printed. */
  String failure() throws IOException, InterruptedException {
    assertThat(client().await(PATIENCE)).as("exit code; see %s", client().log()).isNotZero();
    return Files.readString(client().log(), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
  }
}
