package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static io.rolecall.mapreduce.TwoAccounts.RESULTS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        cluster.hadoop(), cluster.guide().settings("tez").get("tez.aux.uris"));
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
        ThreeLifetimes.machine(
            cluster, ThreeLifetimes.SESSION, scratch, settings, decoys.values());
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
    machine.succeed(machine.words("2026", "mapped", ThreeLifetimes.ALL, "-D", ON_TEZ));
    assertThat(accounts.counted("mapped")).isEqualTo(WORDS);
    ThreeLifetimes.assertWellSupplied(machine, accounts);
  }
}
