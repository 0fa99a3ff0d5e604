package io.rolecall.yarn;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.localaws.log.AccessLog.RoleRequest;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.quickstart.Verdict;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Spark on YARN without Kerberos: the driver mints, its executors ask it. */
class ITestYarn {

  private static final Duration LIFETIME = Duration.ofSeconds(10);

  /** Sessions of 10 s are renewed when 7 s have passed. */
  private static final Duration RENEWAL = Duration.ofSeconds(7);

  @RegisterExtension
  static final LocalAwsExtension AWS = new LocalAwsExtension(ThreeAccounts.world());

  @Started private static LocalAws aws;
  private static ClusterProcess cluster;

  @BeforeAll
  static void prepare() throws IOException {
    cluster = ClusterProcess.start();
    aws.put(
        ThreeAccounts.JOB_BUCKET,
        "jars/more.jar",
        Files.readAllBytes(Workplace.ofThisProject().sparkJar()));
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  private static YarnJob job(String name) throws IOException {
    return new YarnJob(cluster, aws, name, LIFETIME)
        .guide("plugin")
        .conf("spark.eventLog.enabled", "true")
        .conf("spark.eventLog.dir", "s3a://" + ThreeAccounts.JOB_BUCKET + "/")
        .conf("spark.jars", "s3a://" + ThreeAccounts.JOB_BUCKET + "/jars/more.jar");
  }

  private static void outlivesThreeSessionsOfEachRole(YarnJob job)
      throws IOException, InterruptedException {
    job.start();
    String application = job.awaitLine(line -> line.startsWith("application "));
    job.awaitLine(line -> line.endsWith(" on [1, 2]"));
    Instant running = Instant.now();
    job.awaitSessions(6);
    job.finish();
    String id = application.substring("application ".length());
    // Before Spark knows the application's id, sessions cannot tell it.
    List<Entry> named =
        aws.log().entries().stream().filter(entry -> entry.time().isAfter(running)).toList();
    assertThat(new Verdict(named, id).complaints()).isEmpty();
    assertThat(new Verdict(aws.log().entries(), "").complaints()).isEmpty();
    assertThat(aws.log().s3())
        .filteredOn(entry -> entry.status() >= 400 && entry.status() != 404)
        .isEmpty();
    assertSessionsAreRolesTimesRenewals();
    assertNobodyRenewsWhatItDoesNotUse(id);
    assertThat(aws.log().bucket(ThreeAccounts.JOB_BUCKET))
        .as("the event log")
        .anyMatch(
            entry ->
                entry.operation().startsWith("Put") && String.valueOf(entry.key()).contains(id));
  }

  @Test
  void inClientModeTheDriverMintsForItsExecutors() throws Exception {
    try (YarnJob job = job("yarn-client")) {
      outlivesThreeSessionsOfEachRole(job);
    }
  }

  @Test
  void inClusterModeTheDriverInTheClusterMintsForItsExecutors() throws Exception {
    try (YarnJob job = job("yarn-cluster").clusterMode()) {
      outlivesThreeSessionsOfEachRole(job);
    }
  }

  /**
   * One session per role at the start, and one per role and renewal, whatever the number of
   * executors.
   */
  private static void assertSessionsAreRolesTimesRenewals() {
    Map<String, List<Instant>> minted =
        aws.log()
            .operation("AssumeRole")
            .collect(
                Collectors.groupingBy(
                    entry -> requireNonNull(entry.roleRequest()).toString(),
                    Collectors.mapping(Entry::time, Collectors.toList())));
    minted.forEach(
        (session, times) ->
            assertThat(Duration.between(times.get(0), times.get(times.size() - 1)))
                .as("%s sessions of %s", times.size(), session)
                .isGreaterThan(RENEWAL.multipliedBy(times.size() - 1L).minusSeconds(3)));
  }

  /**
   * A client and a driver read jars before the job has its id. In cluster mode, the client lives on
   * as long as the job, but needs no sessions any more: it has one, and another because it used
   * that.
   */
  private static void assertNobodyRenewsWhatItDoesNotUse(String applicationId) {
    Map<String, Long> unnamed =
        aws.log()
            .operation("AssumeRole")
            .map(entry -> requireNonNull(entry.roleRequest()))
            .filter(request -> !request.sessionName().contains(applicationId))
            .collect(Collectors.groupingBy(RoleRequest::roleArn, Collectors.counting()));
    assertThat(unnamed.values()).allMatch(count -> count <= 3);
  }

  /** NodeManagers fill in the folder, so that a program finds its profiles wherever it goes. */
  @Test
  void programsOfExecutorsFindTheirProfilesInWhateverFolderTheyWork() throws Exception {
    try (YarnJob job =
        new YarnJob(cluster, aws, "yarn-programs", LIFETIME)
            .guide("plugin")
            .conf(
                "spark.hadoop.fs.s3a.rolecall.executor.sessions",
                "airports=s3a://" + ThreeAccounts.AIRPORTS_BUCKET)) {
      assertThat(
              job.pipe(
                  "s3a://" + ThreeAccounts.AIRPORTS_BUCKET + "/airports.csv",
                  "echo \"config $AWS_CONFIG_FILE\" | sed s/[0-9a-f]\\\\{32\\\\}/SECRET/",
                  "cd / && sh -c \"$(sed -n 's/^credential_process = //p' $AWS_CONFIG_FILE)\" | grep"
                      + " -o AccessKeyId"))
          .anyMatch(line -> line.matches("config /.*/container_\\w+/\\.rolecall/SECRET/aws-config"))
          .contains("AccessKeyId");
    }
  }

  @Test
  void executorsWithoutPluginAndTokenAreToldWhatToSet() throws Exception {
    try (YarnJob job =
        new YarnJob(cluster, aws, "yarn-bare", LIFETIME)
            .guide("plugin")
            .conf("spark.plugins", "")) {
      job.start();
      assertThat(job.failure())
          .contains("has no Rolecall token for s3a://partner-airports")
          .contains("set spark.plugins=io.rolecall.spark.RolecallPlugin");
    }
  }
}
