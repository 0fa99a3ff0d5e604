package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.quickstart.Verdict;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Structured Streaming that outlives its sessions and its drivers: a stream whose state,
 * checkpoint, input and output are on s3a in three accounts, with sessions of four seconds. Once in
 * each run, the sessions are ended before their time, too.
 *
 * <p>The system property {@code rolecall.streaming.lifetimes} says how many session lifetimes the
 * stream runs: 6 unless set, and 30 in {@code it-tests/run streaming}. Its driver is killed every
 * six lifetimes, at least once.
 */
@Tag("suite")
class ITestStreaming {

  private static final Duration LIFETIME = Duration.ofSeconds(4);
  private static final int LIFETIMES = Integer.getInteger("rolecall.streaming.lifetimes", 6);
  private static final int RUNS = Math.max(2, LIFETIMES / 6);
  private static final Duration RUN = LIFETIME.multipliedBy(LIFETIMES).dividedBy(RUNS);

  /** The folders by whose files Spark decides what counts, once more from the first if needed. */
  private static final List<String> MOMENTS =
      List.of("/_spark_metadata/", "/state/", "/offsets/", "/commits/");

  /** What S3A's audit calls the file system that sent a request. */
  private static final Pattern FILE_SYSTEM = Pattern.compile("[?&]fs=([0-9a-f-]+)");

  @RegisterExtension
  static final LocalAwsExtension AWS = new LocalAwsExtension(ThreeAccounts.world());

  @Started private static LocalAws aws;

  @ParameterizedTest
  @CsvSource({
    "default,",
    "abortable, org.apache.spark.internal.io.cloud.AbortableStreamBasedCheckpointFileManager"
  })
  void writesEachRecordOnceHoweverManySessionsAndDriversItTakes(
      String name, @Nullable String manager) throws Exception {
    assumeTrue(manager == null || LIFETIMES > 6, "takes two minutes more: it-tests/run streaming");
    try (RunningTotals stream = new RunningTotals(aws, name, LIFETIME)) {
      if (manager != null) {
        stream.conf("spark.sql.streaming.checkpointFileManagerClass", manager);
      }
      for (int run = 0; run < RUNS; run++) {
        stream.start();
        stream.streamFor(RUN.dividedBy(2));
        stream.endSessions(LIFETIME);
        stream.streamFor(RUN.dividedBy(2).minus(LIFETIME));
        if (run < RUNS - 1) {
          stream.killAtNextWrite(MOMENTS.get(run % MOMENTS.size()));
        }
      }
      stream.finish();

      System.out.println("streaming, " + name + " checkpoint manager: " + summary(stream));
      assertThat(stream.failedTasks()).isEmpty();
      assertOutput(stream);
      assertSessions(stream);
    }
  }

  private static String summary(RunningTotals stream) throws IOException {
    return spannedLifetimes(stream)
        + " session lifetimes, "
        + stream.applicationIds().size()
        + " drivers, "
        + (stream.sink().lastBatch() + 1)
        + " batches, "
        + stream.records().size()
        + " records, "
        + sessions().values().stream().mapToLong(Long::longValue).sum()
        + " sessions, "
        + aws.log().s3().count()
        + " requests, of which "
        + stream.refusals().size()
        + " met an ended session";
  }

  private static void assertOutput(RunningTotals stream) throws IOException {
    assertThat(stream.sink().lastBatch())
        .as("batches: each run committed some")
        .isGreaterThanOrEqualTo(RUNS);
    stream.records().assertAllCameOutOnce(stream.sink().lines());
  }

  private static void assertSessions(RunningTotals stream) throws IOException {
    long requests = 0;
    for (String applicationId : stream.applicationIds()) {
      Verdict verdict = new Verdict(stream.entries(applicationId), applicationId);
      assertThat(verdict.complaints()).isEmpty();
      requests += verdict.requests();
    }
    assertThat(requests)
        .as("requests, all of them by a run's sessions")
        .isEqualTo(aws.log().s3().count());
    assertThat(spannedLifetimes(stream)).isGreaterThanOrEqualTo(LIFETIMES);
    assertThat(sessions()).containsOnlyKeys(ThreeAccounts.roles());
    assertThat(sessions().values()).allMatch(count -> count >= LIFETIMES);
    assertThat(stream.refusals())
        .isNotEmpty()
        .as("what S3 refused, apart from sessions that had ended")
        .allMatch(entry -> "ExpiredToken".equals(entry.errorCode()));
    assertThat(
            stream.refusals().stream()
                .collect(
                    Collectors.groupingBy(
                        ITestStreaming::requestAndSession, Collectors.counting())))
        .as("how often a file system's request met the end of one session")
        .allSatisfy((request, count) -> assertThat(count).isEqualTo(1));
  }

  private static long spannedLifetimes(RunningTotals stream) throws IOException {
    long lifetimes = 0;
    for (String applicationId : stream.applicationIds()) {
      lifetimes += new Verdict(stream.entries(applicationId), applicationId).lifetimes(LIFETIME);
    }
    return lifetimes;
  }

  /** Sessions by role, of all runs. */
  private static Map<String, Long> sessions() {
    return aws.log()
        .operation("AssumeRole")
        .filter(entry -> entry.status() == 200)
        .collect(
            Collectors.groupingBy(entry -> entry.roleRequest().roleArn(), Collectors.counting()));
  }

  /**
   * The driver lists each new file of the source and an executor reads it: each of these processes
   * may meet the end of the same session with the same HeadObject, each of them once. The analytics
   * stream writes a referrer of its own; a file's content is read by one task.
   */
  private static List<String> requestAndSession(Entry entry) {
    Matcher fileSystem = FILE_SYSTEM.matcher(entry.client().referrer());
    boolean named = fileSystem.find();
    assertThat(named || entry.client().userAgent().contains("s3analyticsaccelerator"))
        .as("S3A's audit names its file system: %s", entry)
        .isTrue();
    return List.of(
        named ? fileSystem.group(1) : "an analytics stream",
        entry.operation(),
        String.valueOf(entry.bucket()),
        String.valueOf(entry.key()),
        String.valueOf(entry.client().accessKeyId()));
  }
}
