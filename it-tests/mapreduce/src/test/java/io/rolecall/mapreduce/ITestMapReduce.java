package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static io.rolecall.mapreduce.TwoAccounts.RESULTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.support.FinishedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide for MapReduce on a cluster without Kerberos: a job reads in one account and writes in
 * another with the tokens that it is submitted with. Its nodes have no identity.
 */
class ITestMapReduce {

  private static final String WORDS = "bern\t1\noslo\t2\nrome\t3\n";

  @TempDir private static Path shared;

  private static GuidedCluster cluster;
  private static TwoAccounts accounts;

  @TempDir private Path scratch;

  @BeforeAll
  static void start() throws IOException {
    cluster = GuidedCluster.start(shared.resolve("cluster"));
    accounts = cluster.accounts();
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  @BeforeEach
  void clear() {
    cluster.clear();
  }

  private Machine machine(Configuration conf) throws IOException {
    return Machine.create(scratch.resolve("machine"), conf);
  }

  private static String guide(String block) {
    return cluster.guide().block(block);
  }

  @Test
  @Tag("short")
  void aJobWorksWithTheTokensThatItIsSubmittedWith() throws Exception {
    Machine machine = machine(cluster.clientSettings());
    Path profile = accounts.profile(scratch.resolve("aws"));
    machine.environment("AWS_SHARED_CREDENTIALS_FILE", profile.toString());
    machine.succeed(guide("tokens"));
    assertThat(accounts.assumed()).as("one session a role").isEqualTo(2);
    Files.delete(profile);
    FinishedProcess job = machine.succeed(guide("job"));
    assertThat(accounts.counted("words")).isEqualTo(WORDS);
    assertThat(accounts.committer("words")).isEqualTo("magic");
    assertWorkedWithTheTokensAlone();
    accounts.assertNoSecretIn(List.of(job.out(), job.err()));
    accounts.assertNoSecretIn(cluster.hadoop().containerLogs());
  }

  @Test
  void aJobIsSubmittedByRolecallRun() throws Exception {
    Machine machine = machine(cluster.clientSettings());
    machine.environment(
        "AWS_SHARED_CREDENTIALS_FILE", accounts.profile(scratch.resolve("aws")).toString());
    FinishedProcess job = machine.succeed(guide("run"));
    assertThat(accounts.counted("counted")).isEqualTo(WORDS);
    assertWorkedWithTheTokensAlone();
    accounts.assertNoSecretIn(List.of(job.out(), job.err()));
  }

  private static void assertWorkedWithTheTokensAlone() {
    accounts.assertRoutedRolesAlone();
    assertThat(accounts.assumed()).as("nobody asked STS again").isEqualTo(2);
    assertThat(accounts.keys(FLIGHTS)).hasSize(1);
    assertThat(accounts.keys(RESULTS)).hasSize(1);
    assertThat(accounts.processes(FLIGHTS)).as("submitter and mappers").hasSize(3);
    assertThat(accounts.processes(RESULTS))
        .as("submitter, application master and reducer")
        .hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void theStagingCommitterTakesTheTokensToo() throws Exception {
    Configuration conf = cluster.clientSettings();
    conf.set("fs.s3a.committer.name", "directory");
    Machine machine = machine(conf);
    Path profile = accounts.profile(scratch.resolve("aws"));
    machine.environment("AWS_SHARED_CREDENTIALS_FILE", profile.toString());
    machine.succeed(guide("tokens"));
    Files.delete(profile);
    machine.succeed(guide("job").replace("/words", "/staged"));
    assertThat(accounts.counted("staged")).isEqualTo(WORDS);
    assertThat(accounts.committer("staged")).isEqualTo("directory");
    assertWorkedWithTheTokensAlone();
  }

  @Test
  void aJobWithoutTokensSaysWhatItLacks() throws Exception {
    Machine machine = machine(cluster.clientSettings());
    machine.environment(
        "AWS_SHARED_CREDENTIALS_FILE", accounts.profile(scratch.resolve("aws")).toString());
    FinishedProcess job =
        machine.run(
            guide("job").replace("-tokenCacheFile job.tokens", "").replace("/words", "/none"));
    assertThat(job.exitCode()).isNotZero();
    assertThat(accounts.assumed()).as("by the submitter, for itself").isEqualTo(2);
    assertThat(cluster.hadoop().containerLogs())
        .as("what yarn logs shows")
        .anySatisfy(
            log ->
                assertThat(log)
                    .contains("Error starting MRAppMaster")
                    .contains("has no Rolecall token for s3a://job-results")
                    .contains("submit the job with tokens of these buckets (hadoop dtutil get "));
  }
}
