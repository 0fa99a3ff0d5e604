package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.support.Await;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.RoundsRun;
import io.rolecall.support.Started;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a job that is set up wrongly says, where its user looks. */
@Tag("suite")
class ITestBrokenSetups {

  private static final Duration LIFETIME = Duration.ofSeconds(10);

  @RegisterExtension
  static final LocalAwsExtension AWS = new LocalAwsExtension(ThreeAccounts.world());

  @Started private static LocalAws aws;

  @Test
  void executorsWithoutTheJarsAreNoticedByTheDriver() throws Exception {
    try (SparkJob job = new SparkJob(aws, "no-jars", LIFETIME).withoutJars()) {
      job.conf("spark.driver.extraClassPath", job.rolecallClassPath()).start();
      String line =
          Await.until(
              RoundsRun.PATIENCE,
              () ->
                  job.driverLog()
                      .lines()
                      .filter(text -> text.contains("left before it asked for its sessions"))
                      .findFirst()
                      .orElse(null));
      assertThat(line)
          .contains("executor ")
          .contains(
              "If its log says ClassNotFoundException: io.rolecall..., it lacks Rolecall's jars: name"
                  + " both in spark.jars, or put them on spark.executor.extraClassPath (needed if"
                  + " other jars are on s3a)");
    }
  }

  @Test
  void aSessionOfAnotherRoleIsRefusedBeforeTheFirstRequest() throws Exception {
    aws.faults().answerWithRole(ThreeAccounts.JOB_ROLE);
    try (SparkJob job = new SparkJob(aws, "other-role", LIFETIME).start()) {
      assertThat(job.driver().await(RoundsRun.PATIENCE)).isEqualTo(1);
      assertThat(job.driverLog())
          .contains("asked for " + ThreeAccounts.AIRPORTS_ROLE + " as ")
          .contains(
              ", but STS answered with a session of '"
                  + "arn:aws:sts::111111111111:assumed-role/job-writer/")
          .contains("the session is refused. Check which STS endpoint answers");
      assertThat(aws.log().bucket(ThreeAccounts.AIRPORTS_BUCKET)).isEmpty();
    }
  }

  @Test
  void jarsOnS3AreFetchedWithTheirRoutesSession() throws Exception {
    try (SparkJob job = new SparkJob(aws, "jars-on-s3", LIFETIME).withoutJars()) {
      aws.putFile(ThreeAccounts.AIRPORTS_BUCKET, "jars/extra.jar", job.someJar());
      job.conf("spark.driver.extraClassPath", job.rolecallClassPath())
          .conf("spark.executor.extraClassPath", job.rolecallClassPath())
          .conf("spark.jars", "s3a://" + ThreeAccounts.AIRPORTS_BUCKET + "/jars/extra.jar")
          .start();
      job.awaitLine(line -> line.endsWith(" on [0, 1]"));
      job.stop().awaitSuccess();
      assertThat(
              aws.log()
                  .operation("GetObject")
                  .filter(entry -> "jars/extra.jar".equals(entry.key())))
          .as("fetched by the driver and both executors")
          .hasSizeGreaterThanOrEqualTo(2)
          .allMatch(entry -> entry.status() < 400);
    }
  }
}
