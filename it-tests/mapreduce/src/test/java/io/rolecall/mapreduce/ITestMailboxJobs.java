package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static io.rolecall.mapreduce.TwoAccounts.RESULTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.support.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide's mailbox: jobs on containers without an identity that are longer than three of their
 * sessions, under {@code rolecall run}, whose mailbox is on HDFS.
 */
@Timeout(900)
class ITestMailboxJobs {

  private static final Duration SESSION = Duration.ofSeconds(20);
  private static final Duration THREE_LIFETIMES = Duration.ofSeconds(65);
  private static final String WORDS = "bern\t1\noslo\t2\nrome\t3\n";
  private static final int BYTES_PER_SECOND = 1 << 20;

  @TempDir private static Path shared;

  private static GuidedCluster cluster;
  private static TwoAccounts accounts;

  @TempDir private Path scratch;

  private SuppliedMachine machine;

  @BeforeAll
  static void start() throws IOException {
    cluster = GuidedCluster.start(shared.resolve("mailbox"));
    accounts = cluster.accounts();
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    cluster.clear();
    machine = SuppliedMachine.create(cluster, scratch, SESSION, Map.of());
    machine
        .machine()
        .environment(
            "AWS_SHARED_CREDENTIALS_FILE", accounts.profile(scratch.resolve("aws")).toString());
  }

  @AfterEach
  void end() throws InterruptedException {
    machine.close();
  }

  private void assertThreeLifetimes() throws IOException {
    machine.assertWellSupplied();
    assertThat(accounts.keys(FLIGHTS)).hasSizeGreaterThanOrEqualTo(4);
    assertThat(accounts.assumed())
        .as("a call for each role and renewal, however many tasks")
        .isBetween((long) accounts.keys(FLIGHTS).size(), 2 * mostRounds());
  }

  /** Renewals come when 40 % of a session are left at the earliest. */
  private static long mostRounds() {
    List<Instant> calls =
        accounts.aws().log().operation("AssumeRole").map(entry -> entry.time()).sorted().toList();
    Duration all = Duration.between(calls.get(0), calls.get(calls.size() - 1));
    return 1 + all.toMillis() / (SESSION.toMillis() * 6 / 10);
  }

  @Test
  void aJobWithReducersOutlivesThreeSessions() throws Exception {
    machine.succeed(machine.words("2026", "three", THREE_LIFETIMES));
    assertThat(accounts.counted("three")).isEqualTo(WORDS);
    assertThreeLifetimes();
    assertThat(accounts.processes(FLIGHTS)).as("submitter and mappers").hasSize(3);
  }

  @Test
  void distcpOutlivesThreeSessions() throws Exception {
    byte[] bytes = new byte[(int) THREE_LIFETIMES.toSeconds() * BYTES_PER_SECOND];
    new Random(4711).nextBytes(bytes);
    accounts.aws().put(FLIGHTS, "large/1", bytes);
    machine.succeed(
        machine.run(
            "hadoop",
            "distcp",
            "-libjars",
            "rolecall-hadoop-plugin-VERSION.jar",
            "-direct",
            "-bandwidth",
            "1",
            "-m",
            "1",
            "s3a://" + FLIGHTS + "/large",
            "s3a://" + RESULTS + "/copied"));
    assertThat(accounts.aws().get(RESULTS, "copied/1")).isEqualTo(bytes);
    assertThreeLifetimes();
  }

  /** Sessions live on for their time; then the tasks say who supplied them, and since when not. */
  @Test
  void whenTheSupplierIsKilledTasksGoOnToTheEndOfTheirSessions() throws Exception {
    Process supplier = machine.words("2026", "killed", Duration.ofMinutes(5));
    Await.until(
        SuppliedMachine.PATIENCE,
        () -> {
          assertThat(supplier.isAlive()).as("%s", machine.text()).isTrue();
          return accounts.keys(FLIGHTS).size() >= 2 && accounts.processes(FLIGHTS).size() >= 3;
        });
    List<ProcessHandle> command = supplier.descendants().toList();
    Instant killed = Instant.now();
    supplier.destroyForcibly().waitFor();
    try {
      Await.until(
          SuppliedMachine.PATIENCE,
          () -> machine.text().contains(" has brought no session since its letter of "));
    } finally {
      command.forEach(ProcessHandle::destroyForcibly);
    }
    org.apache.hadoop.fs.Path mailbox = machine.mailboxes().get(0).getPath();
    assertThat(machine.text())
        .contains("its token's session ends at ")
        .contains(", and no newer token has come: the mailbox " + mailbox)
        .contains(
            "It is supplied by rolecall run (process "
                + supplier.pid()
                + " of user "
                + System.getProperty("user.name")
                + " on ")
        .contains(
            "), which has ended, or gets no sessions: see what it printed, and start the job again"
                + " under a command that lives as long as the job");
    accounts.assertRoutedRolesAlone();
    assertThat(accounts.aws().log().bucket(FLIGHTS))
        .as("after the supplier")
        .anyMatch(entry -> entry.status() == 200 && entry.time().isAfter(killed.plusSeconds(5)));
    assertThat(accounts.aws().log().operation("AssumeRole"))
        .noneMatch(entry -> entry.time().isAfter(killed.plusSeconds(1)));
    accounts.assertNoSecretIn(List.of(machine.text()));
    FileSystem.get(cluster.hadoop().configuration()).delete(mailbox, true);
  }
}
