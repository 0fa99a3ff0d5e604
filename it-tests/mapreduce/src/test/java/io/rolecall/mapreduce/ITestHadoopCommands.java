package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static io.rolecall.mapreduce.TwoAccounts.RESULTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.support.FinishedProcess;
import io.rolecall.support.GuidePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide for Hadoop's commands, without a cluster. */
class ITestHadoopCommands {

  private static TwoAccounts accounts;
  private static GuidePage guide;

  @TempDir private Path scratch;

  private Machine machine;
  private Path profile;

  @BeforeAll
  static void start() throws IOException {
    guide = GuidePage.of("hadoop-fs");
    accounts = TwoAccounts.start();
  }

  @AfterAll
  static void stop() throws IOException {
    accounts.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    accounts.aws().log().clear();
    machine = machine("machine", settings());
    profile = accounts.profile(scratch.resolve("aws"));
    machine.environment("AWS_SHARED_CREDENTIALS_FILE", profile.toString());
  }

  private static Configuration settings() throws IOException {
    Configuration conf = new Configuration();
    accounts.reach(conf);
    guide.settings("settings").forEach(conf::set);
    return conf;
  }

  private Machine machine(String name, Configuration conf) throws IOException {
    return Machine.create(scratch.resolve(name), conf);
  }

  @Test
  void commandsPickTheRoleOfEachBucket() throws Exception {
    FinishedProcess result = machine.succeed(guide.block("fs"));
    assertThat(result.out()).contains("s3a://partner-flights/2026/06", "oslo rome\n");
    assertThat(accounts.aws().get(RESULTS, "06")).asString(UTF_8).startsWith("oslo rome");
    accounts.assertRoutedRolesAlone();
  }

  @Test
  void aTokenFileServesAMachineWithoutAnIdentity() throws Exception {
    machine.succeed(guide.block("tokens"));
    Path tokens = machine.home().resolve("my.tokens");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens)))
        .isEqualTo("rw-------");
    assertThat(accounts.assumed()).isEqualTo(2);
    Configuration conf = settings();
    guide.settings("worker").forEach(conf::set);
    Machine worker = machine("worker", conf);
    Files.copy(tokens, worker.home().resolve("my.tokens"));
    FinishedProcess read = worker.succeed(guide.block("use"));
    assertThat(read.out()).isEqualTo("oslo rome\nrome oslo\n");
    assertThat(accounts.assumed()).isEqualTo(2);
    accounts.assertRoutedRoleAlone(FLIGHTS);
  }

  @Test
  @Tag("short")
  void aCommandIsStartedWithItsTokens() throws Exception {
    FinishedProcess read = machine.succeed(guide.block("run"));
    assertThat(read.out()).isEqualTo("oslo rome\nrome oslo\n");
    assertThat(accounts.assumed()).isEqualTo(1);
    accounts.assertRoutedRoleAlone(FLIGHTS);
    try (var files = Files.list(machine.home())) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.startsWith("rolecall-run-"));
    }
  }

  @Test
  @Tag("short")
  void aTokenThatHasEndedSaysSoAtOnce() throws Exception {
    Duration lifetime = Duration.ofSeconds(8);
    Configuration conf = settings();
    conf.set("fs.s3a.assumed.role.session.duration", lifetime.toSeconds() + "s");
    Machine gateway = machine("gateway", conf);
    gateway.environment("AWS_SHARED_CREDENTIALS_FILE", profile.toString());
    gateway.succeed(guide.block("tokens"));
    accounts.awaitEndOfSessions(lifetime);
    FinishedProcess read = gateway.run(guide.block("use"));
    assertThat(read.exitCode()).isEqualTo(1);
    assertThat(read.err())
        .contains("s3a://partner-flights -> arn:aws:iam::222222222222:role/flights-reader: its")
        .contains(" and no newer token has come: " + gateway.home().resolve("my.tokens"));
  }
}
