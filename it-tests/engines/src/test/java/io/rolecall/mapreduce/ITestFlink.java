package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static io.rolecall.mapreduce.TwoAccounts.RESULTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.support.Await;
import io.rolecall.support.GuidePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide's Flink: a streaming job of three lifetimes, whose processes have a token file that
 * {@code rolecall keep} replaces, and no identity but decoys.
 */
@Timeout(900)
class ITestFlink {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private static Path folder;

  private static TwoAccounts accounts;

  private final GuidePage guide = GuidePage.of("flink");

  @BeforeAll
  static void start() throws IOException {
    accounts = ThreeLifetimes.accounts();
  }

  @AfterAll
  static void stop() throws IOException {
    accounts.close();
  }

  @Test
  void aStreamingJobOutlivesThreeSessions() throws Exception {
    Configuration conf = new Configuration();
    accounts.reach(conf);
    guide.settings("settings").forEach(conf::set);
    Path hadoop = SiteFiles.write(Files.createDirectories(folder.resolve("hadoop")), worker(conf));
    Path tokens = folder.resolve("job.tokens");
    Map<String, String> decoys = Decoys.variables(accounts.aws(), folder);
    Map<String, String> environment = new LinkedHashMap<>(decoys);
    environment.put("HADOOP_TOKEN_FILE_LOCATION", tokens.toString());
    Path job =
        ProgramJar.write(
            folder.resolve("flights.jar"),
            FlinkFlights.class,
            Class.forName(FlinkFlights.class.getName() + "$Written"),
            Class.forName(FlinkFlights.class.getName() + "$Counted"));
    Process keep = keep(conf, tokens);
    try (FlinkCluster flink =
        new FlinkCluster(Files.createDirectories(folder.resolve("flink")), hadoop, environment)
            .configure(guide.block("flink"))) {
      Await.until(PATIENCE, () -> Files.exists(tokens));
      flink.start(
          job, FlinkFlights.class, "s3a://" + FLIGHTS + "/2026", "s3a://" + RESULTS + "/lines");
      awaitLine(flink, "rome-bern");
      Instant first =
          accounts
              .aws()
              .log()
              .operation("AssumeRole")
              .map(Entry::time)
              .min(Instant::compareTo)
              .orElseThrow();
      Await.until(
          ThreeLifetimes.ALL.multipliedBy(2),
          Duration.ofSeconds(1),
          () -> {
            assertThat(flink.isAlive()).as("%s", flink.logs()).isTrue();
            return Instant.now().isAfter(first.plus(ThreeLifetimes.ALL));
          });
      accounts.aws().put(FLIGHTS, "2026/08", "bern oslo\n".getBytes(UTF_8));
      awaitLine(flink, "bern-oslo");
      ThreeLifetimes.assertWellSupplied(accounts);
      assertThat(accounts.processes(RESULTS)).as("JobManager and TaskManager").hasSize(2);
      assertThat(accounts.aws().list(RESULTS, "checkpoints/")).isNotEmpty();
      assertThat(flink.logs()).noneMatch(log -> log.contains("switched from RUNNING to FAILED"));
      accounts.assertNoSecretIn(flink.logs(), decoys.values());
    } finally {
      keep.descendants().forEach(ProcessHandle::destroy);
      keep.destroy();
      assertThat(keep.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  /** The same, for processes that are given their sessions. */
  private Configuration worker(Configuration conf) {
    Configuration worker = new Configuration(conf);
    guide.settings("worker").forEach(worker::set);
    return worker;
  }

  private Process keep(Configuration conf, Path tokens) throws IOException {
    Configuration gateway = new Configuration(conf);
    gateway.set("fs.s3a.assumed.role.session.duration", ThreeLifetimes.SESSION.toSeconds() + "s");
    gateway.set("fs.s3a.rolecall.base.identity", "web-identity");
    gateway.set("fs.s3a.rolecall.renewal.jitter", "0");
    Machine machine = Machine.create(folder.resolve("gateway"), gateway);
    ChainedAccounts.gateway(folder).forEach(machine::environment);
    return machine.startShell(
        folder.resolve("keep.log"),
        guide.block("keep", "/run/flink/job.tokens", tokens.toString()));
  }

  private static void awaitLine(FlinkCluster flink, String line) {
    Await.until(
        PATIENCE,
        Duration.ofSeconds(1),
        () -> {
          assertThat(flink.isAlive()).as("%s", flink.logs()).isTrue();
          return accounts.aws().list(RESULTS, "lines/").contains("lines/" + line);
        });
  }
}
