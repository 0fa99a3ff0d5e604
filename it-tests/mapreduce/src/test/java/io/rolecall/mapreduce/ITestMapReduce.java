package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static io.rolecall.mapreduce.TwoAccounts.RESULTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.mapreduce.Machine.Result;
import io.rolecall.testing.GuidePage;
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

  private static TwoAccounts accounts;
  private static MiniHadoop cluster;
  private static GuidePage guide;

  @TempDir private Path scratch;

  @BeforeAll
  static void start() throws IOException {
    guide = GuidePage.of("mapreduce");
    accounts = TwoAccounts.start();
    cluster = MiniHadoop.start(shared.resolve("cluster"));
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
    accounts.close();
  }

  @BeforeEach
  void clear() {
    cluster.awaitIdle();
    accounts.aws().log().clear();
  }

  private static Configuration settings() throws IOException {
    Configuration conf = cluster.clientConfiguration();
    accounts.reach(conf);
    guide.settings("settings").forEach(conf::set);
    return conf;
  }

  private Machine machine(Configuration conf) throws IOException {
    Path home = scratch.resolve("machine");
    return Machine.create(home, conf)
        .environment(
            "HADOOP_CLASSPATH", home.resolve("rolecall-hadoop-plugin-0.1.0.jar").toString());
  }

  @Test
  @Tag("short")
  void aJobWorksWithTheTokensThatItIsSubmittedWith() throws Exception {
    Machine machine = machine(settings());
    Path profile = accounts.profile(scratch.resolve("aws"));
    machine.environment("AWS_SHARED_CREDENTIALS_FILE", profile.toString());
    machine.succeed(guide.block("tokens"));
    assertThat(accounts.assumed()).as("one session a role").isEqualTo(2);
    Files.delete(profile);
    Result job = machine.succeed(guide.block("job"));
    assertThat(accounts.counted("words")).isEqualTo(WORDS);
    assertThat(accounts.committer("words")).isEqualTo("magic");
    assertWorkedWithTheTokensAlone();
    accounts.assertNoSecretIn(List.of(job.out(), job.err()));
    accounts.assertNoSecretIn(cluster.containerLogs());
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
    Configuration conf = settings();
    conf.set("fs.s3a.committer.name", "directory");
    Machine machine = machine(conf);
    Path profile = accounts.profile(scratch.resolve("aws"));
    machine.environment("AWS_SHARED_CREDENTIALS_FILE", profile.toString());
    machine.succeed(guide.block("tokens"));
    Files.delete(profile);
    machine.succeed(guide.block("job").replace("/words", "/staged"));
    assertThat(accounts.counted("staged")).isEqualTo(WORDS);
    assertThat(accounts.committer("staged")).isEqualTo("directory");
    assertWorkedWithTheTokensAlone();
  }

  @Test
  void aJobWithoutTokensSaysWhatItLacks() throws Exception {
    Machine machine = machine(settings());
    machine.environment(
        "AWS_SHARED_CREDENTIALS_FILE", accounts.profile(scratch.resolve("aws")).toString());
    Result job =
        machine.run(
            guide
                .block("job")
                .replace("-tokenCacheFile job.tokens", "")
                .replace("/words", "/none"));
    assertThat(job.exitCode()).isNotZero();
    assertThat(accounts.assumed()).as("by the submitter, for itself").isEqualTo(2);
    assertThat(cluster.containerLogs())
        .as("what yarn logs shows")
        .anySatisfy(
            log ->
                assertThat(log)
                    .contains("Error starting MRAppMaster")
                    .contains("has no Rolecall token for [job-results]")
                    .contains("submit the job with tokens of these buckets (hadoop dt get "));
  }
}
