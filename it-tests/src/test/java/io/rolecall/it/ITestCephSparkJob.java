package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.ceph.CephRgw;
import io.rolecall.ceph.RgwAccounts;
import io.rolecall.ceph.RgwLog;
import io.rolecall.ceph.RgwRequest;
import io.rolecall.ceph.WithCeph;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.quickstart.JobSettings;
import io.rolecall.quickstart.RoundsJob;
import io.rolecall.quickstart.SparkDriver;
import io.rolecall.quickstart.SparkSubmit;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The main job on Ceph's gateway: two executor processes, two accounts, sessions of 5 seconds. */
@WithCeph
class ITestCephSparkJob {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration LIFETIME = Duration.ofSeconds(5);

  /** With a lead of 30 percent and no jitter. */
  private static final Duration RENEWAL = Duration.ofMillis(3500);

  private static final int ROLES = 2;
  private static final int SESSIONS_PER_ROLE = 4;
  private static final String AIRPORTS = "s3a://" + ThreeAccounts.AIRPORTS_BUCKET + "/airports.csv";

  private static final Workplace WORKPLACE = Workplace.ofThisProject();

  private static CephFixture ceph;

  @BeforeAll
  static void createAccounts(CephRgw gateway) throws IOException {
    RgwAccounts accounts = new RgwAccounts(gateway);
    AccessKey submitter = accounts.user(ThreeAccounts.JOB, ThreeAccounts.SUBMITTER);
    ceph = new CephFixture(gateway, accounts, submitter, ThreeAccounts.JOB, ThreeAccounts.AIRPORTS);
    String trusted = "arn:aws:iam::" + ThreeAccounts.JOB + ":user/" + ThreeAccounts.SUBMITTER;
    accounts.role(
        ThreeAccounts.JOB,
        "job-writer",
        trusted,
        RgwAccounts.readWrite(ThreeAccounts.JOB_BUCKET, ""));
    accounts.role(
        ThreeAccounts.AIRPORTS,
        "airports-partner",
        trusted,
        RgwAccounts.readWrite(ThreeAccounts.AIRPORTS_BUCKET, ""));
    // Not the submitter's own, so that it may do nothing there but by the role.
    ceph.createBucket(accounts.user(ThreeAccounts.JOB, "results-owner"), ThreeAccounts.JOB_BUCKET);
    ceph.createBucket(
        accounts.user(ThreeAccounts.AIRPORTS, "airports-owner"), ThreeAccounts.AIRPORTS_BUCKET);
    Configuration conf = ceph.conf("10m");
    S3Conf.role(conf, ThreeAccounts.AIRPORTS_BUCKET, ThreeAccounts.AIRPORTS_ROLE);
    try (FileSystem fs = FileSystem.newInstance(URI.create(AIRPORTS), conf);
        FSDataOutputStream out = fs.create(new org.apache.hadoop.fs.Path(AIRPORTS))) {
      out.write("iata,name\nABE,Allentown\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Map<String, String> settings(Path profile) {
    Map<String, String> settings = new LinkedHashMap<>(JobSettings.cluster(profile));
    ceph.settings().forEach((key, value) -> settings.put("spark.hadoop." + key, value));
    settings.putAll(JobSettings.rolecall());
    settings.put("spark.hadoop.fs.s3a.assumed.role.session.duration", LIFETIME.toSeconds() + "s");
    settings.put("spark.hadoop.fs.s3a.rolecall.renewal.jitter", "0");
    return settings;
  }

  @Test
  void twoExecutorsOutliveTheirSessions() throws Exception {
    Path scratch = WORKPLACE.scratch("ceph-job");
    RgwLog log = ceph.gateway().log();
    Instant start = Instant.now();
    SparkSubmit submit =
        new SparkSubmit(WORKPLACE.sparkHome())
            .conf(settings(Workplace.writeProfile(scratch, ceph.me())))
            .jars(WORKPLACE.pluginJar(), WORKPLACE.sparkJar());
    String application;
    try (SparkDriver driver =
        submit.start(
            scratch.resolve("driver.log"),
            WORKPLACE.jobJar(),
            RoundsJob.class.getName(),
            AIRPORTS,
            "s3a://" + ThreeAccounts.JOB_BUCKET + "/rounds",
            "2",
            scratch.toString())) {
      awaitSessions(driver, log);
      Files.createFile(scratch.resolve("stop"));
      assertThat(driver.await(PATIENCE)).as("exit code; see %s", driver.log()).isZero();
      List<String> lines = driver.lines(RoundsJob.SAYS);
      assertThat(lines).as("%s", driver.log()).contains("failed tasks 0");
      assertThat(lines).anyMatch(line -> line.endsWith(" on [0, 1]"));
      application = lines.get(0).substring("application ".length());
    }
    long renewals = Duration.between(start, Instant.now()).dividedBy(RENEWAL);
    assertThat(CephFixture.sts(log)).isBetween(wantedSessions(), ROLES * (2 + renewals));
    assertThat(log.requests().stream().filter(RgwRequest::isSts))
        .allMatch(call -> call.user().equals(ThreeAccounts.JOB + "$" + ThreeAccounts.SUBMITTER));
    assertThat(CephFixture.refused(log)).isEmpty();
    assertSignedBy(log, ThreeAccounts.JOB_BUCKET, ThreeAccounts.JOB + "$job-writer", application);
    assertSignedBy(
        log,
        ThreeAccounts.AIRPORTS_BUCKET,
        ThreeAccounts.AIRPORTS + "$airports-partner",
        application);
  }

  private static long wantedSessions() {
    return ROLES * SESSIONS_PER_ROLE;
  }

  private static void awaitSessions(SparkDriver driver, RgwLog log) {
    Await.until(
        PATIENCE,
        Duration.ofMillis(500),
        () -> {
          assertThat(driver.process().isAlive()).as("the job lives; see %s", driver.log()).isTrue();
          return CephFixture.sts(log) >= wantedSessions();
        });
  }

  private static void assertSignedBy(RgwLog log, String bucket, String role, String application)
      throws IOException {
    assertThat(CephFixture.s3(log).filter(request -> request.target().startsWith("/" + bucket)))
        .isNotEmpty()
        .allSatisfy(
            request -> {
              assertThat(request.role()).isEqualTo(role);
              assertThat(request.session()).contains(application);
            });
  }
}
