package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static io.rolecall.mapreduce.TwoAccounts.RESULTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.support.FinishedProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
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

  /** The cap, which AWS has at one hour. */
  private static final Duration SESSION = Duration.ofSeconds(30);

  private static final Duration THREE_LIFETIMES = Duration.ofSeconds(100);

  /** Without jitter, all roles are renewed each time that 30 % of a session are left. */
  private static final int ROUNDS = 5;

  /** The fifth round is after 2.8 sessions, the sixth would be after 3.5. */
  private static final Duration COUNTED = SESSION.multipliedBy(63).dividedBy(20);

  private static final int BYTES_PER_SECOND = 1 << 18;

  @TempDir private static Path shared;

  private static GuidedCluster cluster;
  private static TwoAccounts accounts;

  @TempDir private Path scratch;

  private SuppliedMachine machine;

  @BeforeAll
  static void start() throws IOException {
    accounts = TwoAccounts.start(ChainedAccounts.world(SESSION));
    cluster = GuidedCluster.start(shared.resolve("chain"), accounts);
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    cluster.clear();
    machine = machine(SESSION, scratch);
  }

  @AfterEach
  void end() throws InterruptedException {
    machine.close();
  }

  private static SuppliedMachine machine(Duration session, Path folder) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>(Decoys.plant(accounts.aws(), folder));
    settings.put("fs.s3a.rolecall.base.identity", "web-identity");
    settings.put("fs.s3a.rolecall.renewal.jitter", "0");
    SuppliedMachine made = SuppliedMachine.create(cluster, folder, session, settings);
    ChainedAccounts.gateway(folder).forEach(made.machine()::environment);
    return made;
  }

  /** What the jobs below do not use, S3A does use without Rolecall. */
  @Test
  void theDecoysAreAlive() throws Exception {
    org.apache.hadoop.fs.Path providers = new org.apache.hadoop.fs.Path("/decoys");
    try (OutputStream out =
        FileSystem.get(cluster.hadoop().configuration()).create(providers, true)) {
      for (String provider : Decoys.FOUND_BY.keySet()) {
        out.write((provider + "\n").getBytes(UTF_8));
      }
    }
    Path jar =
        ProgramJar.write(
            machine.machine().home().resolve("decoys.jar"),
            DecoyTool.class,
            DecoyTool.UsingMapper.class);
    machine
        .machine()
        .succeed(
            String.join(
                " ",
                "hadoop jar",
                jar.toString(),
                DecoyTool.class.getName(),
                providers.toString(),
                FLIGHTS,
                RESULTS));
    for (String bucket : List.of(FLIGHTS, RESULTS)) {
      Map<String, String> signers =
          accounts
              .aws()
              .log()
              .bucket(bucket)
              .filter(entry -> entry.operation().equals("PutObject") && entry.status() == 200)
              .collect(
                  Collectors.toMap(
                      entry -> String.valueOf(entry.key()).replace("decoys/", ""),
                      entry -> String.valueOf(entry.principalArn())));
      assertThat(signers).hasSameSizeAs(Decoys.FOUND_BY);
      signers.forEach(
          (provider, signer) -> assertThat(signer).contains(Decoys.FOUND_BY.get(provider)));
    }
    for (String provider : Decoys.FOUND_BY.keySet()) {
      accounts.aws().delete(FLIGHTS, "decoys/" + provider);
      accounts.aws().delete(RESULTS, "decoys/" + provider);
    }
  }

  @Test
  void theGatewayGetsNoLongerSessions() throws Exception {
    try (SuppliedMachine greedy = machine(SESSION.plusSeconds(1), scratch.resolve("greedy"))) {
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
    machine.succeed(machine.words(input, input, THREE_LIFETIMES));
    assertThat(accounts.counted(input)).isEqualTo("oslo\t%d\nrome\t%d\n".formatted(tasks, tasks));
    assertThat(accounts.processes(FLIGHTS)).as("submitter and mappers").hasSize(tasks + 1);
    assertThreeLifetimes();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void distcpOutlivesThreeSessions(int tasks) throws Exception {
    String input = "files-of-" + tasks;
    byte[] bytes = new byte[2 * BYTES_PER_SECOND];
    new Random(4711).nextBytes(bytes);
    long files = tasks * THREE_LIFETIMES.toSeconds() / 2;
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
    assertThreeLifetimes();
  }

  /**
   * Every request was the routed role's, and nobody but the gateway asked STS: once for each role
   * and renewal, however many tasks there are.
   */
  private void assertThreeLifetimes() throws IOException {
    machine.assertWellSupplied();
    List<Entry> calls = accounts.aws().log().operation("AssumeRole").toList();
    assertThat(calls)
        .allMatch(
            call -> String.valueOf(call.principalArn()).startsWith(ChainedAccounts.GATEWAY_SESSION))
        .allMatch(
            call ->
                Integer.valueOf(30)
                    .equals(Objects.requireNonNull(call.roleRequest()).durationSeconds()));
    Instant first = calls.stream().map(Entry::time).min(Instant::compareTo).orElseThrow();
    assertThat(
            calls.stream()
                .filter(call -> call.time().isBefore(first.plus(COUNTED)))
                .collect(
                    Collectors.groupingBy(
                        call -> Objects.requireNonNull(call.roleRequest()).roleArn(),
                        Collectors.counting())))
        .as("calls for each role, in " + COUNTED)
        .isEqualTo(
            Map.of(
                ThreeAccounts.FLIGHTS_ROLE, (long) ROUNDS, ThreeAccounts.JOB_ROLE, (long) ROUNDS));
    assertThat(accounts.keys(FLIGHTS)).hasSizeGreaterThanOrEqualTo(4);
    assertThat(
            accounts.aws().log().entries().stream()
                .map(entry -> String.valueOf(entry.principalArn())))
        .noneMatch(signer -> signer.contains("decoy"));
    assertThat(last(FLIGHTS)).as("it went on").isAfter(first.plus(COUNTED));
  }

  private static Instant last(String bucket) {
    return accounts
        .aws()
        .log()
        .bucket(bucket)
        .map(Entry::time)
        .max(Instant::compareTo)
        .orElseThrow();
  }
}
