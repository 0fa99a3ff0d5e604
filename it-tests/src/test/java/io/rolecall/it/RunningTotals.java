package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.quickstart.JobSettings;
import io.rolecall.quickstart.RunningTotalsJob;
import io.rolecall.quickstart.SparkDriver;
import io.rolecall.quickstart.SparkSubmit;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * A {@link RunningTotalsJob} that is fed, killed and started again from its checkpoint: records
 * come from the flights' account, the output goes to the airports' account, the checkpoint with the
 * state is in the job's own.
 */
final class RunningTotals implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Short, so that a kill meets the moment that it is meant for. */
  private static final Duration LOOK = Duration.ofMillis(2);

  private static final Duration FEEDING = Duration.ofMillis(400);

  private final LocalAws aws;
  private final String name;
  private final Path scratch;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final FedRecords records = new FedRecords();
  private final List<SparkDriver> runs = new ArrayList<>();
  private final List<ProcessHandle> executors = new ArrayList<>();
  private long lastFed = System.nanoTime();
  private boolean again;

  RunningTotals(LocalAws aws, String name, Duration lifetime) throws IOException {
    this.aws = aws;
    this.name = name;
    Workplace workplace = Workplace.ofThisProject();
    this.scratch = workplace.scratch("streaming-" + name);
    Path profile =
        Workplace.writeProfile(
            scratch, aws.credentialsOf(ThreeAccounts.JOB, ThreeAccounts.SUBMITTER));
    settings.putAll(JobSettings.cluster(profile));
    settings.putAll(JobSettings.localAws(aws.endpoint(), lifetime));
    settings.putAll(JobSettings.rolecall());
    aws.log().clear();
  }

  RunningTotals conf(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /** A stream that fails is started again in the same application. */
  RunningTotals startingAgain() {
    again = true;
    return this;
  }

  /** Starts a run and waits until it has committed a batch of its own. */
  void start() throws IOException, InterruptedException {
    Workplace workplace = Workplace.ofThisProject();
    feed();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "s3a://" + ThreeAccounts.FLIGHTS_BUCKET + "/" + name,
                "s3a://" + ThreeAccounts.JOB_BUCKET + "/" + name,
                "s3a://" + ThreeAccounts.AIRPORTS_BUCKET + "/" + name,
                stopFile().toString()));
    if (again) {
      arguments.add("again");
    }
    runs.add(
        new SparkSubmit(workplace.sparkHome())
            .conf(settings)
            .jars(workplace.pluginJar(), workplace.sparkJar())
            .start(
                scratch.resolve("driver-" + runs.size() + ".log"),
                workplace.jobJar(),
                RunningTotalsJob.class.getName(),
                arguments.toArray(String[]::new)));
    // Without more food: on a busy machine, hundreds of files would wait for the first batch.
    long before = writes("/commits/");
    awaitThat(
        () -> !driver().lines(RunningTotalsJob.SAYS).isEmpty() && writes("/commits/") > before);
  }

  /** Feeds the stream until it commits a batch that it has not yet committed. */
  void awaitBatch() {
    awaitWrite("/commits/");
  }

  /** Waits until the stream has failed so many times. */
  void awaitFailures(int wanted) {
    feedUntil(() -> failures().size() >= wanted);
  }

  /** What the stream failed with, each time that it was started again. */
  List<String> failures() throws IOException {
    return driver().lines(RunningTotalsJob.SAYS + RunningTotalsJob.STREAM_FAILED);
  }

  /** Feeds the stream for a while. */
  void streamFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    feedUntil(() -> System.nanoTime() > end);
  }

  /**
   * Ends the session of each role that signed last, before its time, and feeds meanwhile; again if
   * no request met that, because everybody had the next session already.
   */
  void endSessions(Duration lifetime) {
    long before = refusals().size();
    do {
      Map<String, String> lastKeys = new LinkedHashMap<>();
      aws.log().s3().forEach(entry -> lastKeys.put(entry.bucket(), entry.client().accessKeyId()));
      lastKeys.values().forEach(aws.faults()::revoke);
      streamFor(lifetime);
    } while (refusals().size() == before);
  }

  /** What S3 refused, apart from files that are not there. */
  List<Entry> refusals() {
    return aws.log().s3().filter(entry -> entry.status() >= 400 && entry.status() != 404).toList();
  }

  /** Kills the driver when it next writes below a folder; its executors have to notice that. */
  void killAtNextWrite(String folder) throws InterruptedException {
    executors.addAll(driver().executors());
    awaitWrite(folder);
    driver().process().destroyForcibly().waitFor();
  }

  private void awaitWrite(String folder) {
    long before = writes(folder);
    feedUntil(() -> writes(folder) > before);
  }

  /** Files that were written; not the markers of directories. */
  private long writes(String folder) {
    return aws.log()
        .operation("PutObject")
        .filter(entry -> entry.status() == 200)
        .map(entry -> String.valueOf(entry.key()))
        .filter(key -> key.startsWith(name + "/"))
        .filter(key -> key.contains(folder) && !key.endsWith("/"))
        .count();
  }

  private void feedUntil(Callable<Boolean> condition) {
    awaitThat(
        () -> {
          if (System.nanoTime() - lastFed > FEEDING.toNanos()) {
            feed();
          }
          return condition.call();
        });
  }

  private void awaitThat(Callable<Boolean> condition) {
    Await.until(
        PATIENCE,
        LOOK,
        () -> {
          assertThat(driver().process().isAlive()).as("it runs; see %s", driver().log()).isTrue();
          return condition.call();
        });
  }

  private void feed() throws IOException {
    FedRecords.Fed next = records.next();
    aws.put(ThreeAccounts.FLIGHTS_BUCKET, name + "/" + next.name(), next.content());
    lastFed = System.nanoTime();
  }

  /** Lets the last run take what has arrived, and waits for its end. */
  void finish() throws IOException, InterruptedException {
    Files.createFile(stopFile());
    assertThat(driver().await(PATIENCE)).as("exit code; see %s", driver().log()).isZero();
    assertThat(driver().lines(RunningTotalsJob.SAYS)).last().isEqualTo("ended");
  }

  private Path stopFile() {
    return scratch.resolve("stop");
  }

  private SparkDriver driver() {
    return runs.get(runs.size() - 1);
  }

  /** Everything that was fed. */
  FedRecords records() {
    return records;
  }

  /** What the sink's log says is in it. */
  SinkLog sink() {
    return new SinkLog(StoredObjects.of(aws), ThreeAccounts.AIRPORTS_BUCKET, name);
  }

  /** The ids of the runs, in their order. */
  List<String> applicationIds() throws IOException {
    List<String> ids = new ArrayList<>();
    for (SparkDriver run : runs) {
      ids.add(run.lines(RunningTotalsJob.SAYS + "application ").get(0));
    }
    return ids;
  }

  /** What became of tasks that failed, in all runs. */
  List<String> failedTasks() throws IOException {
    List<String> failed = new ArrayList<>();
    for (SparkDriver run : runs) {
      failed.addAll(run.lines(RunningTotalsJob.SAYS + RunningTotalsJob.FAILED));
    }
    return failed;
  }

  /** What one run asked of S3 and STS. */
  List<Entry> entries(String applicationId) {
    return aws.log().entries().stream()
        .filter(
            entry ->
                entry.roleRequest() == null
                    ? String.valueOf(entry.principalArn()).endsWith(applicationId)
                    : entry.roleRequest().sessionName().endsWith(applicationId))
        .toList();
  }

  @Override
  public void close() {
    runs.forEach(SparkDriver::close);
    executors.forEach(ProcessHandle::destroyForcibly);
  }
}
