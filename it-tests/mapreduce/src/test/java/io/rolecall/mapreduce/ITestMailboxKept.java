package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.support.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide's {@code rolecall keep}: a command that submits a job and returns, and a mailbox that
 * is kept until YARN says that the job has ended.
 */
@Timeout(900)
class ITestMailboxKept {

  private static final Duration SESSION = Duration.ofSeconds(20);
  private static final Duration THREE_LIFETIMES = Duration.ofSeconds(65);

  @TempDir private static Path shared;

  private static GuidedCluster cluster;
  private static TwoAccounts accounts;

  @TempDir private Path scratch;

  private SuppliedMachine machine;

  @BeforeAll
  static void start() throws IOException {
    cluster = GuidedCluster.start(shared.resolve("kept"));
    accounts = cluster.accounts();
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    cluster.clear();
    machine =
        SuppliedMachine.create(
            cluster, scratch, SESSION, Map.of(SubmitTool.TIME, "" + THREE_LIFETIMES.toMillis()));
    machine
        .machine()
        .environment(
            "AWS_SHARED_CREDENTIALS_FILE", accounts.profile(scratch.resolve("aws")).toString());
  }

  @AfterEach
  void end() throws InterruptedException {
    machine.close();
  }

  /** The guide's lines, with a program that does nothing but submit. */
  private String lines(String output) throws IOException {
    Path jar =
        ProgramJar.write(
            scratch.resolve("submit.jar"),
            SubmitTool.class,
            WordJob.class,
            WordJob.SlowMapper.class);
    return cluster
        .guide()
        .block(
            "keep",
            "submit.jar ",
            jar
                + " "
                + SubmitTool.class.getName()
                + " -libjars rolecall-hadoop-plugin-VERSION.jar ")
        .replace("s3a://job-results/kept", "s3a://job-results/" + output);
  }

  @Test
  void aJobThatGoesOnWhenItsCommandHasReturnedOutlivesThreeSessions() throws Exception {
    Process keep = machine.shell(lines("kept"));
    machine.await(keep);
    assertThat(keep.exitValue()).as("%s", machine.text()).isZero();
    assertThat(machine.text()).contains("rolecall: counted-2026 has ended");
    assertThat(accounts.counted("kept")).isEqualTo("bern\t1\noslo\t2\nrome\t3\n");
    assertThat(accounts.keys(FLIGHTS)).hasSizeGreaterThanOrEqualTo(4);
    machine.assertWellSupplied();
  }

  @Test
  void whoIsToldToEndLeavesNoMailbox() throws Exception {
    Process keep = machine.shell("exec " + lines("ended"));
    Await.until(
        SuppliedMachine.PATIENCE,
        () -> {
          assertThat(keep.isAlive()).as("%s", machine.text()).isTrue();
          return machine.text().contains("Submitted application")
              && accounts.processes(FLIGHTS).size() >= 2
              && keep.children().findAny().isEmpty();
        });
    assertThat(machine.mailboxes()).hasSize(1);
    keep.destroy();
    machine.await(keep);
    assertThat(keep.exitValue()).as("%s", machine.text()).isEqualTo(143);
    assertThat(machine.mailboxes()).isEmpty();
  }
}
