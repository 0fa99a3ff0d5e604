package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static io.rolecall.mapreduce.TwoAccounts.RESULTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.quickstart.ThreeAccounts;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.Job;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secure cluster, where Hadoop collects the tokens of a job by itself. */
class ITestMapReduceKerberos {

  @TempDir private static Path shared;

  private static SecureRealm realm;
  private static GuidedCluster cluster;
  private static TwoAccounts accounts;
  private static Path profile;

  @BeforeAll
  static void start() throws Exception {
    realm = SecureRealm.start(shared.resolve("kdc"));
    cluster = GuidedCluster.startSecure(realm);
    accounts = cluster.accounts();
    profile = cluster.signIn(shared.resolve("aws"));
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
    realm.close();
  }

  @BeforeEach
  void clear() {
    cluster.clear();
  }

  private static Job run(Configuration conf, String output, Duration time) throws Exception {
    return realm
        .login()
        .doAs(
            (PrivilegedExceptionAction<Job>)
                () -> {
                  Job job = WordJob.of(conf, output, time);
                  // Shuffling in a secure cluster needs Hadoop's native library.
                  job.setNumReduceTasks(0);
                  job.waitForCompletion(true);
                  return job;
                });
  }

  @Test
  void theTokensOfInputAndOutputAreCollected() throws Exception {
    Job job = run(cluster.settings(), "secure", Duration.ZERO);
    assertThat(job.isSuccessful()).as("%s", WordJob.diagnostics(job)).isTrue();
    assertThat(accounts.counted("secure").lines().sorted())
        .containsExactly("bern\t1", "oslo\t1", "oslo\t1", "rome\t1", "rome\t1", "rome\t1");
    assertThat(accounts.committer("secure")).isEqualTo("magic");
    accounts.assertRoutedRolesAlone();
    assertThat(accounts.assumed()).as("by the submitter alone").isEqualTo(2);
    assertThat(accounts.keys(FLIGHTS)).hasSize(1);
    assertThat(accounts.keys(RESULTS)).hasSize(1);
    accounts.assertNoSecretIn(cluster.hadoop().containerLogs());
  }

  @Test
  void soAreThoseOfWhatTheJobOpensBesides() throws Exception {
    Configuration conf = cluster.settings();
    cluster.guide().settings("kerberos").forEach(conf::set);
    conf.set("fs.s3a.bucket.partner-airports.assumed.role.arn", ThreeAccounts.AIRPORTS_ROLE);
    Job job = run(conf, "besides", Duration.ZERO);
    assertThat(job.isSuccessful()).as("%s", WordJob.diagnostics(job)).isTrue();
    assertThat(job.getCredentials().getAllTokens())
        .extracting(token -> token.getService().toString())
        .contains("s3a://partner-flights", "s3a://job-results", "s3a://partner-airports");
    assertThat(accounts.assumed()).isEqualTo(3);
  }

  @Test
  void driversOutliveTheTokensThatTheyWereGivenUnasked() throws Exception {
    Configuration conf = cluster.settings();
    cluster.guide().settings("nodes").forEach(conf::set);
    conf.set("fs.s3a.assumed.role.session.duration", "10s");
    MiniHadoop.giveNodesAnIdentity(conf, profile);
    Job job = run(conf, "outlived", Duration.ofSeconds(25));
    assertThat(job.isSuccessful()).as("%s", WordJob.diagnostics(job)).isTrue();
    accounts.assertRoutedRolesAlone();
    assertThat(accounts.keys(FLIGHTS))
        .as("of two mappers, three each")
        .hasSizeGreaterThanOrEqualTo(6);
  }
}
