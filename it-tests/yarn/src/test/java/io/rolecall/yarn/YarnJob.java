package io.rolecall.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.quickstart.JobSettings;
import io.rolecall.quickstart.PipesJob;
import io.rolecall.quickstart.RoundsJob;
import io.rolecall.quickstart.SparkDriver;
import io.rolecall.quickstart.SparkSubmit;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.GuidePage;
import io.rolecall.support.RoundsRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A {@link RoundsJob} on a YARN cluster: reads the airports, writes results. */
final class YarnJob implements AutoCloseable {

  private static final Workplace PLACE = Workplace.ofThisProject();
  private static final Pattern APPLICATION = Pattern.compile("application_\\d+_\\d+");
  private static final String QUICK = " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final RoundsRun run;
  private final ClusterProcess cluster;
  private final Path scratch;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final String driverOptions;
  private String proxyUser = "";

  YarnJob(ClusterProcess cluster, LocalAws aws, String name, Duration lifetime) throws IOException {
    this.cluster = cluster;
    this.scratch = PLACE.scratch(name);
    this.run = new RoundsRun(aws, scratch);
    this.driverOptions = "-Daws.sharedCredentialsFile=" + run.profile() + QUICK;
    settings.put("spark.master", "yarn");
    settings.put("spark.submit.deployMode", "client");
    settings.put(
        "spark.yarn.jars", "local:" + PLACE.clusterHome("yarn").path().resolve("jars") + "/*");
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
    run.start(submit(), 2);
    return this;
  }

  private SparkSubmit submit() throws IOException {
    SparkSubmit submit =
        new SparkSubmit(PLACE.clusterHome("yarn"))
            .conf(settings)
            .proxyUser(proxyUser)
            .environment("HADOOP_CONF_DIR", cluster.configuration().toString());
    environment.forEach(submit::environment);
    return submit;
  }

  /** Runs a {@link PipesJob} in its place, to its end, and tells what that has said. */
  List<String> pipe(String... arguments) throws IOException, InterruptedException {
    try (SparkDriver driver =
        submit()
            .start(
                scratch.resolve("driver.log"),
                PLACE.jobJar(),
                PipesJob.class.getName(),
                arguments)) {
      assertThat(driver.await(RoundsRun.PATIENCE)).as("see %s", driver.log()).isZero();
      return driver.lines(PipesJob.SAYS);
    }
  }

  /** What the job has said, wherever its driver runs. */
  private List<String> said() throws IOException {
    List<String> said = run.process().lines(RoundsJob.SAYS);
    if (!said.isEmpty()) {
      return said;
    }
    return run.log()
        .lines()
        .flatMap(line -> APPLICATION.matcher(line).results())
        .map(MatchResult::group)
        .distinct()
        .flatMap(id -> cluster.printed(id).stream())
        .filter(line -> line.startsWith(RoundsJob.SAYS))
        .map(line -> line.substring(RoundsJob.SAYS.length()))
        .toList();
  }

  /** Waits until the job has said something. */
  String awaitLine(Predicate<String> wanted) {
    return run.awaitLine(this::said, wanted);
  }

  /** Waits until both roles have been assumed so often. */
  void awaitSessions(int wanted) {
    run.awaitSessions(wanted);
  }

  /** Lets the job end after its present round, and expects success without a failed task. */
  void finish() throws IOException, InterruptedException {
    run.stop();
    assertThat(exitCode()).as("exit code; see %s", run.process().log()).isZero();
    assertThat(said()).as("%s", run.process().log()).contains("failed tasks 0");
  }

  /** Waits for its end, which is no success, and tells what the client printed. */
  String failure() throws IOException, InterruptedException {
    assertThat(exitCode()).as("exit code; see %s", run.process().log()).isNotZero();
    return run.log();
  }

  private int exitCode() throws IOException, InterruptedException {
    return run.process().await(RoundsRun.PATIENCE);
  }

  @Override
  public void close() {
    run.close();
  }
}
