package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static io.rolecall.mapreduce.TwoAccounts.RESULTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.support.FinishedProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Jobs of three lifetimes, with two tasks and with eight, where the base identity is itself a role:
 * its sessions are capped as AWS caps those of a chain. In the containers lie decoys.
 */
@Timeout(900)
class ITestMailboxChain {

  private static final int BYTES_PER_SECOND = 1 << 18;

  @TempDir private static Path shared;

  private static GuidedCluster cluster;
  private static TwoAccounts accounts;

  @TempDir private Path scratch;

  private SuppliedMachine machine;

  @BeforeAll
  static void start() throws IOException {
    accounts = ThreeLifetimes.accounts();
    cluster = GuidedCluster.start(shared.resolve("chain"), accounts);
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    cluster.clear();
    machine = machine(ThreeLifetimes.SESSION, scratch);
  }

  @AfterEach
  void end() throws InterruptedException {
    machine.close();
  }

  private static SuppliedMachine machine(Duration session, Path folder) throws IOException {
    Map<String, String> decoys = Decoys.plant(accounts.aws(), folder);
    return ThreeLifetimes.machine(cluster, session, folder, decoys, decoys.values());
  }

  /** What the jobs below do not use, S3A does use without Rolecall. */
  @Test
  void theDecoysAreAlive() throws Exception {
    LivingDecoys.assertUsed(cluster, machine.machine());
  }

  @Test
  void theGatewayGetsNoLongerSessions() throws Exception {
    try (SuppliedMachine greedy =
        machine(ThreeLifetimes.SESSION.plusSeconds(1), scratch.resolve("greedy"))) {
      FinishedProcess command =
          greedy.machine().run("rolecall run --for s3a://" + FLIGHTS + " -- echo started");
      assertThat(command.exitCode()).as(command.err()).isEqualTo(125);
      assertThat(command.out()).isEmpty();
      assertThat(command.err())
          .contains(
              "The requested DurationSeconds exceeds the 30 second session limit for roles assumed"
                  + " by role chaining")
          .contains(
              "The base identity is itself a session of a role, whose sessions AWS limits to one"
                  + " hour: set the route's duration to 1h or less");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void aJobWithReducersOutlivesThreeSessions(int tasks) throws Exception {
    String input = "words-of-" + tasks;
    for (int i = 1; i <= tasks; i++) {
      accounts.aws().put(FLIGHTS, input + "/" + i, "oslo rome\n".getBytes(UTF_8));
    }
    machine.succeed(machine.words(input, input, ThreeLifetimes.ALL));
    assertThat(accounts.counted(input)).isEqualTo("oslo\t%d\nrome\t%d\n".formatted(tasks, tasks));
    assertThat(accounts.processes(FLIGHTS)).as("submitter and mappers").hasSize(tasks + 1);
    ThreeLifetimes.assertWellSupplied(machine, accounts);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void distcpOutlivesThreeSessions(int tasks) throws Exception {
    String input = "files-of-" + tasks;
    byte[] bytes = new byte[2 * BYTES_PER_SECOND];
    new Random(4711).nextBytes(bytes);
    long files = tasks * ThreeLifetimes.ALL.toSeconds() / 2;
    for (int i = 0; i < files; i++) {
      accounts.aws().put(FLIGHTS, input + "/" + i, bytes);
    }
    machine.succeed(
        machine.run(
            "hadoop",
            "distcp",
            "-libjars",
            "rolecall-hadoop-plugin-VERSION.jar",
            "-direct",
            "-bandwidth",
            "0.25",
            "-m",
            "" + tasks,
            "s3a://" + FLIGHTS + "/" + input,
            "s3a://" + RESULTS + "/" + input));
    assertThat(accounts.aws().list(RESULTS, input + "/").stream().filter(key -> !key.endsWith("/")))
        .hasSize((int) files);
    assertThat(accounts.aws().get(RESULTS, input + "/1")).isEqualTo(bytes);
    assertThat(accounts.processes(FLIGHTS)).hasSizeGreaterThanOrEqualTo(tasks + 1);
    ThreeLifetimes.assertWellSupplied(machine, accounts);
  }
}
