package io.rolecall.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.quickstart.Verdict;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Spark on YARN with Kerberos and without Rolecall's plugin: Spark collects tokens, sends them to
 * its executors, and collects newer ones before their sessions end.
 */
class ITestKerberosYarn {

  @RegisterExtension
  static final LocalAwsExtension AWS = new LocalAwsExtension(ThreeAccounts.world());

  @Started private static LocalAws aws;
  private static ClusterProcess cluster;

  @BeforeAll
  static void prepare() throws IOException {
    cluster = ClusterProcess.withKerberos("alice", "gateway");
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  private static YarnJob job(String name, Duration lifetime) throws IOException {
    return new YarnJob(cluster, aws, name, lifetime).guide("tokens");
  }

  private static YarnJob withKeytab(String name) throws IOException {
    return job(name, Duration.ofSeconds(10))
        .conf("spark.kerberos.keytab", cluster.keytab("alice").toString());
  }

  private static YarnJob withTickets(YarnJob job, String user) {
    return job.without("spark.kerberos.keytab")
        .without("spark.kerberos.principal")
        .environment("KRB5CCNAME", cluster.tickets(user).toString());
  }

  private static void outlivesSessions(YarnJob job) throws IOException, InterruptedException {
    job.start();
    job.awaitLine(line -> line.endsWith(" on [1, 2]"));
    job.awaitSessions(8);
    job.awaitLine(line -> line.startsWith("round "));
    job.finish();
    assertThat(new Verdict(aws.log().entries(), "").complaints()).isEmpty();
    assertThat(aws.log().s3())
        .filteredOn(entry -> entry.status() >= 400 && entry.status() != 404)
        .isEmpty();
    assertThat(aws.log().s3())
        .as("every session is alice's")
        .allMatch(entry -> String.valueOf(entry.principalArn()).contains("/alice-"));
  }

  @Test
  void aDriverWithAKeytabOutlivesManySessions() throws Exception {
    try (YarnJob job = withKeytab("keytab-client").kerberos()) {
      outlivesSessions(job);
    }
  }

  @Test
  void aDriverWithAKeytabInTheClusterOutlivesManySessions() throws Exception {
    try (YarnJob job = withKeytab("keytab-cluster").clusterMode().kerberos()) {
      outlivesSessions(job);
    }
  }

  @Test
  void aDriverWhoseTicketsAreRenewedOutlivesManySessions() throws Exception {
    try (YarnJob job =
        withTickets(job("tickets", Duration.ofSeconds(10)), "alice")
            .conf("spark.kerberos.renewal.credentials", "ccache")
            .kerberos()) {
      outlivesSessions(job);
    }
  }

  @Test
  void aProxyUsersTokensAreCollectedOnce() throws Exception {
    try (YarnJob job =
        withTickets(job("proxy", Duration.ofMinutes(5)), "gateway").proxyUser("bob").kerberos()) {
      job.start();
      job.awaitLine(line -> line.endsWith(" on [1, 2]"));
      job.finish();
    }
    assertThat(aws.log().s3())
        .isNotEmpty()
        .allMatch(entry -> String.valueOf(entry.principalArn()).contains("/bob-"))
        .allMatch(entry -> entry.status() < 400 || entry.status() == 404);
  }
}
