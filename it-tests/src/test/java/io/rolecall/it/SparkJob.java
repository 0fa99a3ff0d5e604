package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.quickstart.JobSettings;
import io.rolecall.quickstart.RoundsJob;
import io.rolecall.quickstart.SparkDriver;
import io.rolecall.quickstart.SparkSubmit;
import io.rolecall.quickstart.Verdict;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.RoundsRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A {@link RoundsJob} in the three accounts: reads the airports, writes results. */
final class SparkJob implements AutoCloseable {

  private static final Workplace WORKPLACE = Workplace.ofThisProject();

  private final LocalAws aws;
  private final Path scratch;
  private final RoundsRun run;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private int tasks = 2;
  private boolean withJars = true;

  SparkJob(LocalAws aws, String name, Duration lifetime) throws IOException {
    this.aws = aws;
    this.scratch = WORKPLACE.scratch(name);
    this.run = new RoundsRun(aws, scratch);
    settings.putAll(JobSettings.cluster(run.profile()));
    settings.putAll(JobSettings.localAws(aws.endpoint(), lifetime));
    settings.putAll(JobSettings.rolecall());
    // Without jitter, the times of renewals are known.
    settings.put("spark.hadoop.fs.s3a.rolecall.renewal.jitter", "0");
  }

  SparkJob conf(String key, String value) {
    settings.put(key, value);
    return this;
  }

  SparkJob conf(Map<String, String> more) {
    settings.putAll(more);
    return this;
  }

  SparkJob without(String key) {
    settings.remove(key);
    return this;
  }

  /** Adds to a setting that is there. */
  SparkJob append(String key, String value) {
    settings.merge(key, value, String::concat);
    return this;
  }

  /** Lets driver and executors log a package at DEBUG; empty for everything. */
  SparkJob debug(String logger) throws IOException {
    Path log4j = scratch.resolve("log4j2.properties");
    String name = logger.isEmpty() ? "" : "logger.wanted.name = " + logger + "\n";
    Files.writeString(
        log4j,
        """
        rootLogger.level = %s
        rootLogger.appenderRef.stderr.ref = console
        appender.console.type = Console
        appender.console.name = console
        appender.console.target = SYSTEM_ERR
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = %%p %%c: %%m%%n%%ex
        """
                .formatted(logger.isEmpty() ? "debug" : "info")
            + name
            + (logger.isEmpty() ? "" : "logger.wanted.level = debug\n"));
    String option = " -Dlog4j2.configurationFile=" + log4j.toUri();
    return append("spark.driver.extraJavaOptions", option)
        .append("spark.executor.extraJavaOptions", option);
  }

  Path scratch() {
    return scratch;
  }

  /** Both jars, for a class path. */
  String rolecallClassPath() {
    return WORKPLACE.pluginJar() + ":" + WORKPLACE.sparkJar();
  }

  /** A jar of no use. */
  Path someJar() {
    return WORKPLACE.jobJar();
  }

  SparkJob tasks(int perRound) {
    tasks = perRound;
    return this;
  }

  /** From now on, tasks take a while, with their streams open. */
  void slowDown() throws IOException {
    Files.createFile(scratch.resolve("slow"));
  }

  /** Lets the job end after its present round. */
  SparkJob stop() throws IOException {
    run.stop();
    return this;
  }

  SparkJob withoutJars() {
    withJars = false;
    return this;
  }

  SparkJob start() throws IOException, InterruptedException {
    SparkSubmit submit = new SparkSubmit(WORKPLACE.sparkHome()).conf(settings);
    if (withJars) {
      submit.jars(WORKPLACE.pluginJar(), WORKPLACE.sparkJar());
    }
    run.start(submit, tasks);
    return this;
  }

  SparkDriver driver() {
    return run.process();
  }

  /** What the job has said. */
  private List<String> said() throws IOException {
    return driver().lines(RoundsJob.SAYS);
  }

  /** Waits until the job has said something. */
  String awaitLine(Predicate<String> wanted) {
    return run.awaitLine(this::said, wanted);
  }

  /** Waits until a round has run that began after now. */
  String awaitNextRound() throws IOException {
    long before = rounds();
    return awaitLine(line -> line.startsWith("round ") && number(line) > before + 1);
  }

  long rounds() throws IOException {
    return said().stream().filter(line -> line.startsWith("round ")).count();
  }

  private static long number(String round) {
    return Long.parseLong(round.split(" ")[1]);
  }

  /** Waits until each role that the job uses has been assumed so many times. */
  void awaitSessions(int wanted) {
    run.awaitSessions(wanted);
  }

  /** Waits for the end and expects success without a failed task. */
  SparkJob awaitSuccess() throws IOException, InterruptedException {
    Path log = driver().log();
    assertThat(driver().await(RoundsRun.PATIENCE)).as("exit code; see %s", log).isZero();
    assertThat(said()).as("%s", log).contains("failed tasks 0");
    return this;
  }

  String applicationId() throws IOException {
    return said().get(0).substring("application ".length());
  }

  Verdict verdict() throws IOException {
    return new Verdict(aws.log().entries(), applicationId());
  }

  /** Successful AssumeRole calls by role. */
  Map<String, Long> assumedRoles() {
    return run.assumedRoles();
  }

  String driverLog() throws IOException {
    return run.log();
  }

  /** What the executors printed, all together. */
  String executorLogs() throws IOException {
    Path work = WORKPLACE.sparkHome().path().resolve("work").resolve(applicationId());
    StringBuilder logs = new StringBuilder();
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.filter(path -> path.endsWith("stderr")).toList()) {
        logs.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return logs.toString();
  }

  @Override
  public void close() {
    run.close();
  }
}
