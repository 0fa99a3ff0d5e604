package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.containers.Cluster;
import io.rolecall.containers.LocalAwsContainer;
import io.rolecall.quickstart.RunningTotalsJob;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** A {@link RunningTotalsJob} on a cluster in containers, whose drivers are killed. */
final class FaultyStream {

  private static final String NAME = "stream";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration FEEDING = Duration.ofSeconds(1);

  private final LocalAwsContainer aws;
  private final FaultyCluster job;
  private final FedRecords records = new FedRecords();
  private final List<String> drivers = new ArrayList<>();
  private long lastFed = System.nanoTime();

  FaultyStream(LocalAwsContainer aws, FaultyCluster job) {
    this.aws = aws;
    this.job = job;
  }

  /** Starts a driver, from the checkpoint if there is one, and waits until it commits a batch. */
  void start() throws IOException {
    String driver = "driver-" + drivers.size();
    drivers.add(driver);
    feed();
    job.cluster()
        .submit(
            driver,
            RunningTotalsJob.class,
            "s3a://" + ThreeAccounts.FLIGHTS_BUCKET + "/" + NAME,
            "s3a://" + ThreeAccounts.JOB_BUCKET + "/" + NAME,
            "s3a://" + ThreeAccounts.AIRPORTS_BUCKET + "/" + NAME,
            Cluster.steering() + "/stop");
    awaitWrite("/commits/");
  }

  /** Feeds it for a while. */
  void streamFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    feedUntil(() -> System.nanoTime() > end);
  }

  /** Kills the driver when it next writes below a folder. */
  void killAtNextWrite(String folder) throws IOException {
    awaitWrite(folder);
    job.cluster().kill(driver());
  }

  /** Lets the last driver take what has arrived, and waits for its end. */
  void finish() throws IOException {
    Files.writeString(job.cluster().steeringHere().resolve("stop"), "");
    assertThat(job.cluster().awaitEnd(driver())).as("exit code").isZero();
    assertThat(job.said(driver())).last().isEqualTo("ended");
    records.assertAllCameOutOnce(sink().lines());
  }

  /** The drivers' containers, in their order. */
  List<String> drivers() {
    return List.copyOf(drivers);
  }

  long batches() throws IOException {
    return sink().lastBatch() + 1L;
  }

  private SinkLog sink() {
    return new SinkLog(StoredObjects.of(aws), ThreeAccounts.AIRPORTS_BUCKET, NAME);
  }

  private String driver() {
    return drivers.get(drivers.size() - 1);
  }

  private void awaitWrite(String folder) throws IOException {
    long before = writes(folder);
    feedUntil(() -> writes(folder) > before);
  }

  private long writes(String folder) throws IOException {
    return aws.entries().stream()
        .filter(entry -> entry.operation().equals("PutObject") && entry.status() == 200)
        .map(entry -> String.valueOf(entry.key()))
        .filter(key -> key.contains(folder) && !key.endsWith("/"))
        .count();
  }

  private void feedUntil(Callable<Boolean> condition) {
    Await.until(
        PATIENCE,
        LOOK,
        () -> {
          if (System.nanoTime() - lastFed > FEEDING.toNanos()) {
            assertThat(job.cluster().isRunning(driver())).as("%s runs", driver()).isTrue();
            feed();
          }
          return condition.call();
        });
  }

  private void feed() throws IOException {
    FedRecords.Fed next = records.next();
    aws.put(ThreeAccounts.FLIGHTS_BUCKET, NAME + "/" + next.name(), next.content());
    lastFed = System.nanoTime();
  }
}
