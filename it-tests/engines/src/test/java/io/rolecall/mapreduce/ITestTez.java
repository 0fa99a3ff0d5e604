package io.rolecall.mapreduce;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide's Tez: jobs of three lifetimes on containers without an identity but for decoys, where
 * the base identity is itself a role.
 */
@Timeout(900)
class ITestTez {

  private static final String WORDS = "bern\t1\noslo\t2\nrome\t3\n";
  private static final String ON_TEZ = "mapreduce.framework.name=yarn-tez";
  private static final String TOKENS = "tez.credentials.path=${env.HADOOP_TOKEN_FILE_LOCATION}";
  private static final String COMMITTER = "fs.s3a.committer.uuid=" + UUID.randomUUID();

  @TempDir private static Path shared;

  private static GuidedCluster cluster;
  private static TwoAccounts accounts;

  @TempDir private Path scratch;

  private SuppliedMachine machine;

  @BeforeAll
  static void start() throws IOException {
    accounts = ThreeLifetimes.accounts();
    cluster = GuidedCluster.start(shared.resolve("tez"), accounts);
    TezInstallation.onHdfs(
        cluster.hadoop(), requireNonNull(cluster.guide().settings("tez").get("tez.aux.uris")));
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    cluster.clear();
    Map<String, String> decoys = Decoys.variables(accounts.aws(), scratch);
    Map<String, String> settings = new LinkedHashMap<>(TezInstallation.site(decoys));
    settings.putAll(cluster.guide().settings("tez"));
    machine =
        ThreeLifetimes.machine(cluster, ThreeLifetimes.SESSION, scratch, settings, decoys.values());
    TezInstallation.onMachine(machine.machine());
  }

  @AfterEach
  void end() throws InterruptedException {
    machine.close();
  }

  /** What the jobs below do not use, S3A does use in the same containers without Rolecall. */
  @Test
  void theDecoysAreAlive() throws Exception {
    LivingDecoys.assertUsed(cluster, machine.machine(), "-D", ON_TEZ);
  }

  @Test
  void aJobOfMapReduceWithReducersOutlivesThreeSessions() throws Exception {
    machine.succeed(
        machine.words("2026", "mapped", ThreeLifetimes.ALL, "-D", ON_TEZ, "-D", COMMITTER));
    assertThat(accounts.counted("mapped")).isEqualTo(WORDS);
    ThreeLifetimes.assertWellSupplied(machine, accounts);
  }

  /**
   * Its second DAG is given the tokens that the first one was started with, which are long over.
   */
  @Test
  void aSessionOfTezOutlivesThreeSessionsOfAws() throws Exception {
    Path jar =
        ProgramJar.write(
            machine.machine().home().resolve("queries.jar"),
            TezSessionTool.class,
            TwoAccounts.class,
            SlowTokens.class);
    machine.succeed(
        machine.run(
            "hadoop",
            "jar",
            jar.toString(),
            TezSessionTool.class.getName(),
            "-D",
            TOKENS,
            "-D",
            COMMITTER,
            "-D",
            "tez.aux.uris="
                + requireNonNull(cluster.guide().settings("tez").get("tez.aux.uris"))
                + ","
                + jar.toUri(),
            "" + ThreeLifetimes.ALL.toMillis() / 2,
            "one",
            "two"));
    assertThat(accounts.counted("one")).isEqualTo(WORDS);
    assertThat(accounts.counted("two")).isEqualTo(WORDS);
    ThreeLifetimes.assertWellSupplied(machine, accounts);
  }

  @Test
  void theGuidesJobRuns() throws Exception {
    machine.succeed(machine.shell(cluster.guide().block("tez-job")));
    assertThat(accounts.counted("ordered")).isEqualTo("bern\t1\noslo\t2\nrome\t3\n");
    machine.assertWellSupplied();
  }
}
