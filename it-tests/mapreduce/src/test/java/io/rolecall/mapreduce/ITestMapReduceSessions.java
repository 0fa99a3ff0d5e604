package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that submit jobs, which work longer than the sessions of ten seconds. */
class ITestMapReduceSessions {

  private static final Duration LONGER_THAN_A_SESSION = Duration.ofSeconds(25);
  private static final String WORDS = "bern\t1\noslo\t2\nrome\t3\n";

  @TempDir private static Path shared;

  private static GuidedCluster cluster;
  private static TwoAccounts accounts;
  private static Path profile;

  @BeforeAll
  static void start() throws IOException {
    cluster = GuidedCluster.start(shared.resolve("sessions"));
    accounts = cluster.accounts();
    profile = cluster.signIn(shared.resolve("aws"));
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  @BeforeEach
  void clear() {
    cluster.clear();
  }

  /** Runs a job as a user of its own, because Hadoop keeps a user's file systems. */
  private static Job run(Configuration conf, String output, Duration time, boolean withTokens)
      throws Exception {
    UserGroupInformation submitter =
        UserGroupInformation.createRemoteUser(System.getProperty("user.name"));
    return submitter.doAs(
        (PrivilegedExceptionAction<Job>)
            () -> {
              Job job = WordJob.of(conf, output, time);
              if (withTokens) {
                WordJob.collectTokens(job);
              }
              job.waitForCompletion(true);
              return job;
            });
  }

  @Test
  void theProgramCollectsTheTokensOfItsJob() throws Exception {
    Job job = run(cluster.settings(), "collected", Duration.ZERO, true);
    assertThat(job.isSuccessful()).as("%s", WordJob.diagnostics(job)).isTrue();
    assertThat(accounts.counted("collected")).isEqualTo(WORDS);
    accounts.assertRoutedRolesAlone();
    assertThat(accounts.assumed()).isEqualTo(2);
  }

  @Test
  void aTaskWhoseTokenHasEndedSaysSo() throws Exception {
    Configuration conf = cluster.settings();
    conf.set("fs.s3a.bucket." + FLIGHTS + ".assumed.role.session.duration", "10s");
    Job job = run(conf, "ended", LONGER_THAN_A_SESSION, true);
    assertThat(job.isSuccessful()).isFalse();
    assertThat(WordJob.diagnostics(job))
        .anySatisfy(
            text ->
                assertThat(text)
                    .contains(
                        "s3a://partner-flights ->"
                            + " arn:aws:iam::222222222222:role/flights-reader: its token's session"
                            + " ends at ")
                    .contains(
                        ", and no newer token has come. Submit the job with tokens whose sessions"
                            + " last as long as it (fs.s3a.assumed.role.session.duration), or let"
                            + " its processes assume the role (fs.s3a.rolecall.process=driver)"));
    accounts.assertRoutedRolesAlone();
  }

  @Test
  void nodesWithAnIdentityRenewByThemselves() throws Exception {
    Configuration conf = cluster.settings();
    cluster.guide().settings("nodes").forEach(conf::set);
    conf.set("fs.s3a.assumed.role.session.duration", "10s");
    MiniHadoop.giveNodesAnIdentity(conf, profile);
    Job job = run(conf, "renewed", LONGER_THAN_A_SESSION, false);
    assertThat(job.isSuccessful()).as("%s", WordJob.diagnostics(job)).isTrue();
    assertThat(accounts.counted("renewed")).isEqualTo(WORDS);
    accounts.assertRoutedRolesAlone();
    assertThat(accounts.keys(FLIGHTS))
        .as("of two mappers, three each")
        .hasSizeGreaterThanOrEqualTo(6);
  }
}
