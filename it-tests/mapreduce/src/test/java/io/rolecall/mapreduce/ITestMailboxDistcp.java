package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static io.rolecall.mapreduce.TwoAccounts.RESULTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.support.Await;
import io.rolecall.support.GuidePage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The guide's copy between two accounts on a cluster, longer than three of its sessions. */
@Timeout(900)
class ITestMailboxDistcp {

  private static final GuidePage GUIDE = GuidePage.of("distcp");
  private static final Duration SESSION = Duration.ofSeconds(20);
  private static final int MAPPERS = 2;

  /** Of two seconds each. */
  private static final int FILES = MAPPERS * 40;

  private static final byte[] CONTENT = new byte[1 << 19];

  @TempDir private static Path shared;

  private static GuidedCluster cluster;
  private static TwoAccounts accounts;

  @TempDir private Path scratch;

  private SuppliedMachine machine;

  @BeforeAll
  static void start() throws IOException {
    cluster = GuidedCluster.start(shared.resolve("distcp"));
    accounts = cluster.accounts();
    new Random(4711).nextBytes(CONTENT);
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    // The settings of this guide are those of the cluster's.
    machine = SuppliedMachine.create(cluster, scratch, SESSION, GUIDE.settings("mailbox"));
    machine
        .machine()
        .environment(
            "AWS_SHARED_CREDENTIALS_FILE", accounts.profile(scratch.resolve("aws")).toString());
  }

  @AfterEach
  void end() throws InterruptedException {
    machine.close();
  }

  @Test
  void goesOnWhereAKilledMapperWas() throws Exception {
    for (int i = 0; i < FILES; i++) {
      accounts.aws().put(FLIGHTS, "2026/" + i, CONTENT);
    }
    Process copy =
        machine.shell(
            GUIDE.block(
                "cluster",
                "-direct -update",
                "-direct -update -m " + MAPPERS + " -bandwidth 0.25"));
    Await.until(
        SuppliedMachine.PATIENCE,
        () -> {
          assertThat(copy.isAlive()).as("%s", machine.text()).isTrue();
          return accounts.keys(FLIGHTS).size() >= 3 && written().size() > MAPPERS;
        });
    Set<String> before = written();
    // What was under way when it was killed may still be written.
    Instant killed = Instant.now();
    ProcessHandle mapper = mappers().get(0);
    assertThat(mapper.destroyForcibly()).isTrue();
    machine.await(copy);
    assertThat(copy.exitValue()).as("%s", machine.text()).isZero();
    assertThat(machine.text().split("Status : FAILED", -1)).as("one attempt failed").hasSize(2);
    for (String key : accounts.aws().list(FLIGHTS, "2026/")) {
      assertThat(accounts.aws().get(RESULTS, key.replace("2026/", "flights/")))
          .as(key)
          .isEqualTo(accounts.aws().get(FLIGHTS, key));
    }
    machine.assertWellSupplied();
    assertThat(accounts.keys(FLIGHTS)).as("sessions").hasSizeGreaterThanOrEqualTo(5);
    assertThat(
            accounts
                .aws()
                .log()
                .bucket(RESULTS)
                .filter(entry -> entry.operation().equals("PutObject"))
                .filter(entry -> entry.time().isAfter(killed))
                .map(entry -> String.valueOf(entry.key())))
        .as("what was there already was not copied again")
        .isNotEmpty()
        .doesNotContainAnyElementsOf(before);
  }

  /** What the copy has written so far. */
  private static Set<String> written() {
    return accounts
        .aws()
        .log()
        .bucket(RESULTS)
        .filter(entry -> entry.operation().equals("PutObject") && entry.status() == 200)
        .map(entry -> String.valueOf(entry.key()))
        .collect(Collectors.toSet());
  }

  /** The mappers' processes, which are the NodeManager's and so this one's. */
  private static List<ProcessHandle> mappers() {
    return ProcessHandle.current()
        .descendants()
        .filter(
            process ->
                process
                    .info()
                    .commandLine()
                    .map(
                        line ->
                            line.contains("/java ")
                                && line.contains(" org.apache.hadoop.mapred.YarnChild "))
                    .orElse(false))
        .filter(process -> process.children().findAny().isEmpty())
        .toList();
  }
}
