package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two streaming jobs of the same roles, with executors in processes of their own, of which {@code
 * rolecall iam revoke} ends one. It is a stubborn one, which starts its stream again whenever that
 * fails.
 */
@Tag("alone")
@Tag("suite")
class ITestRevokedStreamingJob {

  private static final Duration LIFETIME = Duration.ofSeconds(6);

  /** What S3A's audit calls the file system that sent a request. */
  private static final Pattern FILE_SYSTEM = Pattern.compile("[?&]fs=([0-9a-f-]+)");

  @RegisterExtension
  static final LocalAwsExtension AWS = new LocalAwsExtension(ThreeAccounts.world());

  @Started private static LocalAws aws;

  @Test
  void failsAndStaysDeniedUntilItIsUndoneWhileTheOtherGoesOn() throws Exception {
    try (RunningTotals ended = new RunningTotals(aws, "ended", LIFETIME).startingAgain();
        RunningTotals other = new RunningTotals(aws, "other", LIFETIME)) {
      ended.conf("spark.task.maxFailures", "1");
      ended.start();
      other.start();
      String id = ended.applicationIds().get(0);
      JobRevocation revocation = JobRevocation.ofJob(aws, id);
      assertThat(ended.failures()).isEmpty();

      revocation.trustNoLonger();
      revocation.denyAll();
      ended.awaitFailures(1);
      Instant revoked = Instant.now();
      assertThat(ended.failures().get(0))
          .contains("AccessDeniedException")
          .contains("'rolecall iam revoke' writes");

      // Two more renewals would be due now, and a third.
      other.streamFor(LIFETIME.multipliedBy(3));
      other.awaitBatch();
      int failures = ended.failures().size();
      ended.awaitFailures(failures + 2);
      List<Entry> entries = since(revoked, ended.entries(id));
      assertThat(entries.stream().filter(entry -> entry.operation().equals("AssumeRole")))
          .as("no further session")
          .isNotEmpty()
          .allMatch(entry -> entry.status() == 403);
      assertThat(entries.stream().filter(ITestRevokedStreamingJob::isS3))
          .as("what S3 was asked: all denied, or with a session that has just ended")
          .isNotEmpty()
          .allMatch(entry -> entry.status() == 403 || entry.status() == 400);
      int starts = ended.failures().size();
      System.out.println("revoked: " + summary(ended, entries));
      assertThat(asked(entries).values())
          .as("how often a file system asked the same: once for each start of the stream")
          .allMatch(count -> count <= starts);
      assertThat(entries.stream().filter(entry -> !isS3(entry)).count())
          .as("questions of three roles: after 1 s, 2 s, 4 s and so on, or a little earlier")
          .isLessThanOrEqualTo(3 * 8);
      assertThat(ended.failures().get(ended.failures().size() - 1)).contains("STS refused ");

      revocation.denyNothing();
      revocation.trustAgain();
      ended.awaitBatch();
      for (RunningTotals stream : List.of(ended, other)) {
        stream.finish();
        stream.records().assertAllCameOutOnce(stream.sink().lines());
      }
      assertThat(since(revoked, other.entries(other.applicationIds().get(0))))
          .filteredOn(entry -> entry.status() == 403)
          .isEmpty();
    }
  }

  private static List<Entry> since(Instant time, List<Entry> entries) {
    return entries.stream().filter(entry -> entry.time().isAfter(time)).toList();
  }

  private static boolean isS3(Entry entry) {
    return entry.service().equals("s3");
  }

  private static String summary(RunningTotals stream, List<Entry> entries) throws IOException {
    return stream.failures().size()
        + " failures of the stream, "
        + entries.stream().filter(ITestRevokedStreamingJob::isS3).count()
        + " requests of S3, "
        + entries.stream().filter(entry -> !isS3(entry)).count()
        + " of STS; the first said "
        + stream.failures().get(0)
        + "; the last said "
        + stream.failures().get(stream.failures().size() - 1);
  }

  /** How often each file system asked S3 the same. */
  private static Map<List<String>, Long> asked(List<Entry> entries) {
    return entries.stream()
        .filter(ITestRevokedStreamingJob::isS3)
        .collect(
            Collectors.groupingBy(
                entry ->
                    List.of(
                        fileSystem(entry),
                        entry.operation(),
                        String.valueOf(entry.bucket()),
                        String.valueOf(entry.key())),
                Collectors.counting()));
  }

  private static String fileSystem(Entry entry) {
    Matcher fileSystem = FILE_SYSTEM.matcher(entry.client().referrer());
    assertThat(fileSystem.find()).as("S3A's audit names its file system: %s", entry).isTrue();
    return fileSystem.group(1);
  }
}
