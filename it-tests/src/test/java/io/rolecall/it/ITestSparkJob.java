package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.localaws.service.Faults;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.quickstart.Verdict;
import io.rolecall.support.Await;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.RoundsRun;
import io.rolecall.support.Started;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The main job on real executors, in their own processes, with sessions of ten seconds. {@code
 * it-tests/run slow} has slow ones.
 */
@Tag("jobs")
class ITestSparkJob {

  private static final Duration LIFETIME = Duration.ofSeconds(10);

  /** With a lead of 30 percent and no jitter. */
  private static final Duration RENEWAL = Duration.ofSeconds(7);

  @RegisterExtension
  static final LocalAwsExtension AWS = new LocalAwsExtension(ThreeAccounts.world());

  @Started private static LocalAws aws;

  @Test
  void callsStsOncePerRoleAndRenewal() throws Exception {
    assertOneCallPerRoleAndRenewal(2);
  }

  @Test
  @Tag("suite")
  void callsStsOncePerRoleAndRenewalHoweverManyExecutors() throws Exception {
    assertOneCallPerRoleAndRenewal(4);
  }

  private static void assertOneCallPerRoleAndRenewal(int executors) throws Exception {
    try (SparkJob job =
        new SparkJob(aws, executors + "-executors", LIFETIME)
            .conf("spark.master", "local-cluster[" + executors + ",1,512]")
            .conf("spark.executor.memory", "512m")
            .tasks(executors)
            .debug("io.rolecall.spark")
            .start()) {
      job.awaitLine(line -> line.startsWith("round ") && line.split(",").length == executors);
      job.awaitSessions(4);
      job.stop().awaitSuccess();
      Verdict verdict = job.verdict();
      assertThat(verdict.complaints()).isEmpty();
      assertThat(failures()).isEmpty();
      assertThat(questions(job))
          .as("one message per executor and renewal, asked again while STS takes its time")
          .isLessThanOrEqualTo(executors * (3 * verdict.stsCalls() + 2));
      Map<String, Long> calls = job.assumedRoles();
      assertThat(calls).containsOnlyKeys(ThreeAccounts.JOB_ROLE, ThreeAccounts.AIRPORTS_ROLE);
      calls.forEach(
          (role, count) ->
              assertThat(count)
                  .as("sessions of %s with %s executors", role, executors)
                  .isBetween(expectedSessions(role) - 1, expectedSessions(role) + 1));
    }
  }

  /** One at the start, and one each renewal until the job's end. */
  private static long expectedSessions(String role) {
    List<Instant> times =
        aws.log()
            .operation("AssumeRole")
            .filter(entry -> entry.roleRequest().roleArn().equals(role))
            .map(Entry::time)
            .toList();
    Instant end =
        aws.log().entries().stream().map(Entry::time).max(Comparator.naturalOrder()).orElseThrow();
    return 1 + Duration.between(times.get(0), end).dividedBy(RENEWAL);
  }

  private static long questions(SparkJob job) throws IOException {
    long count = job.driverLog().lines().filter(line -> line.contains("asks for sessions")).count();
    assertThat(count).isPositive();
    return count;
  }

  private static List<Entry> failures() {
    return aws.log().s3().filter(entry -> entry.status() >= 400 && entry.status() != 404).toList();
  }

  @Test
  void survivesTheLossOfAnExecutor() throws Exception {
    try (SparkJob job = new SparkJob(aws, "kill", LIFETIME).start()) {
      job.awaitLine(line -> line.endsWith(" on [0, 1]"));
      assertThat(job.driver().executors().get(0).destroyForcibly()).isTrue();
      // Its successor is number 2.
      job.awaitLine(line -> line.matches("round \\d+ on \\[.*2.*]"));
      job.stop();
      assertThat(job.driver().await(RoundsRun.PATIENCE)).isZero();
      assertThat(job.verdict().complaints()).isEmpty();
      assertThat(failures()).isEmpty();
    }
  }

  @Test
  @Tag("suite")
  void givesLateExecutorsTheSessionsOfTheirTime() throws Exception {
    try (SparkJob job =
        new SparkJob(aws, "late", LIFETIME)
            .conf("spark.dynamicAllocation.enabled", "true")
            .conf("spark.dynamicAllocation.shuffleTracking.enabled", "true")
            .conf("spark.executor.cores", "1")
            .conf("spark.dynamicAllocation.initialExecutors", "1")
            .conf("spark.dynamicAllocation.minExecutors", "1")
            .conf("spark.dynamicAllocation.maxExecutors", "2")
            // Longer than a first round takes on a busy machine, shorter than a slow one.
            .conf("spark.dynamicAllocation.schedulerBacklogTimeout", "25s")
            .tasks(24)
            .start()) {
      job.awaitLine(line -> line.endsWith(" on [0]"));
      // The first session of each role has been replaced by now.
      job.awaitSessions(3);
      job.slowDown();
      job.awaitLine(line -> line.endsWith(" on [0, 1]"));
      job.stop().awaitSuccess();
      assertThat(job.verdict().complaints()).isEmpty();
      assertThat(failures()).isEmpty();
    }
  }

  @Test
  void outlivesAnStsOutageOfOneSessionLifetime() throws Exception {
    try (SparkJob job = new SparkJob(aws, "outage", LIFETIME).start()) {
      job.awaitLine(line -> line.startsWith("round 2 "));
      aws.faults().stsOutage(Faults.Outage.UNAVAILABLE);
      Instant down = Instant.now();
      long before = job.rounds();
      // Sessions that are still valid serve on.
      job.awaitNextRound();
      assertThat(Duration.between(down, Instant.now())).isLessThan(LIFETIME);
      Await.until(
          Duration.ofMinutes(1), () -> Instant.now().isAfter(down.plus(LIFETIME).plusSeconds(3)));
      aws.faults().stsOutage(Faults.Outage.NONE);
      assertThat(job.rounds()).isGreaterThan(before);
      job.awaitNextRound();
      job.stop().awaitSuccess();
      assertThat(job.verdict().complaints()).isEmpty();
      assertThat(failures()).isEmpty();
      String log = job.driverLog();
      for (String role : List.of(ThreeAccounts.JOB_ROLE, ThreeAccounts.AIRPORTS_ROLE)) {
        assertThat(log.lines().filter(line -> line.contains(role + ": no new session")))
            .as("warnings about %s; see %s", role, job.driver().log())
            .hasSize(1);
        assertThat(log.lines().filter(line -> line.contains(role + ": sessions can be had again")))
            .hasSize(1);
      }
    }
  }

  @Test
  @Tag("suite")
  void doesNotNoticeStsThrottlingAThirdOfTheCalls() throws Exception {
    aws.faults().stsThrottleEvery(3);
    try (SparkJob job = new SparkJob(aws, "throttle", LIFETIME).start()) {
      job.awaitSessions(4);
      job.stop().awaitSuccess();
      assertThat(aws.log().sts().filter(entry -> "Throttling".equals(entry.errorCode())))
          .isNotEmpty();
      assertThat(job.verdict().complaints()).isEmpty();
      assertThat(failures()).isEmpty();
      assertThat(job.driverLog()).doesNotContain("no new session");
    }
  }
}
