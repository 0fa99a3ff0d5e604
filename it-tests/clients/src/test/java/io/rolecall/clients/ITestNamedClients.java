package io.rolecall.clients;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.quickstart.SparkDriver;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.Await;
import io.rolecall.support.GuidePage;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client of another service on executors of their own, with decoys where it would look. */
class ITestNamedClients {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration LIFETIME = Duration.ofSeconds(10);

  /** With a lead of 30 percent and no jitter. */
  private static final Duration RENEWAL = Duration.ofSeconds(7);

  private static final int LIFETIMES = 3;

  @RegisterExtension
  static final LocalAwsExtension AWS = new LocalAwsExtension(LakeAccounts.world());

  @Started private static LocalAws aws;

  /** The client is made once, and the routes are those of the guide. */
  @Test
  void aClientOfATaskOutlivesItsSessions() throws Exception {
    Path scratch = Workplace.ofThisProject().scratch("named");
    Path stop = scratch.resolve("stop");
    Map<String, String> settings =
        LakeJobs.settings(
            aws,
            scratch,
            LIFETIME,
            GuidePage.of("aws-clients").block("named"),
            GuidePage.of("iceberg"),
            "settings");
    settings.putAll(Decoys.plant(aws, scratch));
    try (SparkDriver driver =
        LakeJobs.with(settings)
            .start(
                scratch.resolve("driver.log"),
                LakeJobs.jar(),
                NamedClientJob.class.getName(),
                "events",
                aws.endpoint().toString(),
                stop.toString())) {
      Await.until(
          PATIENCE,
          () ->
              lived().compareTo(LIFETIME.multipliedBy(LIFETIMES)) > 0
                  || !driver.process().isAlive());
      Files.createFile(stop);
      assertThat(driver.await(PATIENCE)).as("see %s", driver.log()).isZero();
      assertThat(driver.lines(IcebergJob.SAYS))
          .filteredOn(line -> line.startsWith("executor"))
          .extracting(line -> line.replaceFirst("/[^/]*]$", ""))
          .containsExactlyInAnyOrder(
              "executor 0 is [arn:aws:sts::222222222222:assumed-role/events-reader",
              "executor 1 is [arn:aws:sts::222222222222:assumed-role/events-reader");
    }
    assertThat(questions())
        .allSatisfy(question -> assertThat(question.status()).isEqualTo(200))
        .extracting(question -> question.client().accessKeyId())
        .as("sessions")
        .satisfies(keys -> assertThat(keys.stream().distinct()).hasSizeGreaterThan(LIFETIMES));
    assertThat(aws.log().entries())
        .noneMatch(entry -> String.valueOf(entry.principalArn()).contains("decoy"));
    List<Entry> assumed = aws.log().operation("AssumeRole").toList();
    assertThat(assumed)
        .allSatisfy(
            call ->
                assertThat(requireNonNull(call.roleRequest()).roleArn())
                    .isEqualTo("arn:aws:iam::222222222222:role/events-reader"))
        .hasSizeBetween(LIFETIMES + 1, 2 + (int) lived().plus(RENEWAL).dividedBy(RENEWAL));
  }

  private static List<Entry> questions() {
    return aws.log().operation("GetCallerIdentity").toList();
  }

  private static Duration lived() {
    List<Instant> times = questions().stream().map(Entry::time).toList();
    return times.isEmpty()
        ? Duration.ZERO
        : Duration.between(times.get(0), times.get(times.size() - 1));
  }
}
