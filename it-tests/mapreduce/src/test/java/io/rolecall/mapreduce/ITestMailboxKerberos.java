package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.support.Await;
import io.rolecall.support.FinishedProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.io.nativeio.NativeIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The guide's mailbox on a secure HDFS, for jobs whose containers know no Kerberos. */
@Timeout(900)
class ITestMailboxKerberos {

  private static final Duration SESSION = Duration.ofSeconds(20);
  private static final Duration THREE_LIFETIMES = Duration.ofSeconds(65);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** By what tokens are found; containers of a mini cluster have no core-site.xml. */
  private static final Map<String, String> AS_CONTAINERS =
      Map.of("hadoop.security.token.service.use_ip", "true");

  @TempDir private static Path shared;

  private static SecureRealm realm;
  private static GuidedCluster cluster;
  private static TwoAccounts accounts;

  @TempDir private Path scratch;

  private SuppliedMachine machine;

  @BeforeAll
  static void start() throws Exception {
    realm = SecureRealm.start(shared.resolve("kdc"));
    cluster = GuidedCluster.startSecure(realm, shared.resolve("secure"));
    accounts = cluster.accounts();
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
    realm.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    cluster.clear();
    machine = SuppliedMachine.create(cluster, scratch, SESSION, AS_CONTAINERS);
    machine
        .machine()
        .environment(
            "AWS_SHARED_CREDENTIALS_FILE", accounts.profile(scratch.resolve("aws")).toString());
  }

  @AfterEach
  void end() throws InterruptedException {
    machine.close();
  }

  /**
   * Shuffling in a secure cluster needs Hadoop's native library on {@code java.library.path}. Those
   * that Maven Central has in other artifacts are of Hadoop 3.3.5 and older, without the {@code
   * initNativePosix} that this Hadoop's {@code NativeIO} calls.
   */
  private static String reducers() {
    return NativeIO.isAvailable() ? "1" : "0";
  }

  @Test
  void aJobOutlivesThreeSessionsByTheTokenOfHdfsThatTravelsWithItsOwn() throws Exception {
    realm.environment().forEach(machine.machine()::environment);
    Process job =
        machine.words(
            "2026", "secure", THREE_LIFETIMES, "-D", "mapreduce.job.reduces=" + reducers());
    Await.until(
        PATIENCE,
        () -> {
          assertThat(job.isAlive()).as("%s", machine.text()).isTrue();
          return !machine.mailboxes().isEmpty();
        });
    FileStatus mailbox = machine.mailboxes().get(0);
    assertThat(mailbox.getOwner() + " " + mailbox.getPermission())
        .isEqualTo(System.getProperty("user.name") + " rwx------");
    machine.succeed(job);
    assertThat(accounts.counted("secure")).contains("bern\t1\n");
    machine.assertWellSupplied();
    assertThat(accounts.keys(FLIGHTS)).hasSizeGreaterThanOrEqualTo(4);
    assertThat(accounts.processes(FLIGHTS)).as("submitter and mappers").hasSize(3);
    cluster.hadoop().awaitIdle();
    Await.until(PATIENCE, () -> cluster.hadoop().tokensOfHdfs() == 0);
  }

  @Test
  void whoHasNotLoggedInIsToldBeforeTheJobStarts() throws Exception {
    machine
        .machine()
        .environment("JAVA_TOOL_OPTIONS", realm.option().trim())
        .environment("KRB5CCNAME", scratch.resolve("none").toString());
    FinishedProcess command =
        machine.machine().run("rolecall run --for s3a://" + FLIGHTS + " -- echo started");
    assertThat(command.exitCode()).as(command.err()).isEqualTo(125);
    assertThat(command.out()).isEmpty();
    assertThat(command.err())
        .contains(
            ": no mailbox can be made there: the current user has neither a token of this file"
                + " system nor a Kerberos login. ")
        .contains("echo was not started");
    assertThat(machine.mailboxes()).isEmpty();
    accounts.assertNoSecretIn(List.of(command.err()));
  }
}
