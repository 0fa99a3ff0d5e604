package io.rolecall.it;

import static io.rolecall.it.FaultyCluster.DRIVER;
import static io.rolecall.it.FaultyCluster.hold;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.containers.Cluster;
import io.rolecall.containers.Docker;
import io.rolecall.containers.LocalAwsContainer;
import io.rolecall.quickstart.TextTable;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What goes wrong with machines and networks: a Spark standalone cluster and LocalAws in
 * containers, with sessions of twenty seconds, and one fault after another. Each job ends right, or
 * with the right error; each request is signed by the role of its bucket, for its application; and
 * no secret is left in files, logs, settings or processes. Prints what it measured.
 */
@Tag("suite")
class ITestFaults {

  private static final Duration LIFETIME = Duration.ofSeconds(20);

  /** Of a task that ends in between. */
  private static final Duration SHORT = Duration.ofSeconds(5);

  /** Of a task that needs several sessions. */
  private static final Duration LONG = Duration.ofSeconds(45);

  private static final String WORKER = "worker2";

  private static final List<String> HEADING =
      List.of(
          "fault",
          "the job",
          "recovery",
          "rounds",
          "S3 requests",
          "STS calls",
          "repeated",
          "refused",
          "failed tasks");

  private static final Optional<String> MISSING = Docker.missing();
  private static final List<List<String>> FIGURES = new ArrayList<>(List.of(HEADING));

  private static @Nullable Docker docker;
  private static @Nullable LocalAwsContainer aws;

  @BeforeAll
  static void start() throws IOException {
    if (MISSING.isPresent()) {
      return;
    }
    docker = Docker.network("rolecall-faults-" + UUID.randomUUID().toString().substring(0, 8));
    aws = LocalAwsContainer.start(docker, scratch("faults"));
  }

  /** Each row says why it does not run. */
  @BeforeEach
  void skipWithoutContainers() {
    MISSING.ifPresent(Assumptions::abort);
  }

  @AfterAll
  static void stop() throws IOException {
    if (aws != null) {
      aws.close();
    }
    if (docker != null) {
      docker.close();
    }
    if (FIGURES.size() > 1) {
      List<String> table = TextTable.format(FIGURES);
      table.forEach(System.out::println);
      Files.write(Workplace.ofThisProject().root().resolve("it-tests/target/faults.txt"), table);
    }
  }

  private static Path scratch(String name) throws IOException {
    return Workplace.ofThisProject().scratch(name);
  }

  private static Cluster cluster(String name) throws IOException {
    return new Cluster(
            requireNonNull(docker), requireNonNull(aws), scratch("faults-" + name), LIFETIME)
        // Without jitter, the times of renewals are known.
        .conf("spark.hadoop.fs.s3a.rolecall.renewal.jitter", "0");
  }

  private static FaultyCluster job(Cluster cluster) throws IOException {
    return new FaultyCluster(requireNonNull(aws), cluster);
  }

  /**
   * The job has ended right: asserts who signed and that nothing is left, and keeps the figures.
   */
  private static void assertRight(FaultyCluster job, String fault) throws IOException {
    assertRight(job, fault, Map.of());
  }

  private static void assertRight(FaultyCluster job, String fault, Map<String, String> more)
      throws IOException {
    FIGURES.add(job.figures(fault, "ends right", job.round(DRIVER), job.failedTasks(DRIVER)));
    job.assertSigners(List.of(DRIVER), more);
    job.assertNoSecretIsLeft();
  }

  @Test
  @DisplayName("Without a fault, jobs end right: what the others are compared with")
  void nothing() throws IOException {
    try (FaultyCluster job = job(cluster("nothing"))) {
      job.start(SHORT);
      job.awaitRounds(DRIVER, 5);
      job.finish(DRIVER);
      assertRight(job, "none, for comparison");
      assertThat(job.refusals()).isEmpty();
      assertThat(job.failedTasks(DRIVER)).isZero();
    }
  }

  @Test
  @DisplayName(
      "An executor that is cut off from its driver signs to its session's end, and goes on after")
  void partition() throws IOException {
    try (FaultyCluster job = job(cluster("partition"))) {
      job.start(LONG);
      job.awaitRequestsOf(DRIVER, WORKER);
      job.cluster().cutOff(WORKER, DRIVER);
      holdWithoutSessions(job, 2);
      job.cluster().reconnect(WORKER, DRIVER);
      job.recover(() -> job.awaitRequestsOf(DRIVER, WORKER));
      job.awaitRounds(DRIVER, 1);
      job.finish(DRIVER);
      assertRight(job, "executor and driver apart, for 2 lifetimes");
      assertThat(job.refusals()).isEmpty();
      assertThat(job.failedTasks(DRIVER)).isZero();
    }
  }

  /** Two lifetimes or more without a driver: an executor signs until its session ends. */
  private static void holdWithoutSessions(FaultyCluster job, int lifetimes) throws IOException {
    Instant ended = Instant.now().plus(LIFETIME).plusSeconds(2);
    hold(LIFETIME.multipliedBy(lifetimes));
    assertThat(job.requestsOf(WORKER, ended)).as("it has nothing to sign with").isEmpty();
  }

  @Test
  void suspendedExecutor() throws IOException {
    try (FaultyCluster job = job(cluster("suspended-executor"))) {
      job.start(LONG);
      job.awaitRequestsOf(DRIVER, WORKER);
      job.cluster().pause(WORKER);
      hold(LIFETIME.multipliedBy(3));
      job.cluster().unpause(WORKER);
      job.recover(() -> job.awaitRequestsOf(DRIVER, WORKER));
      job.awaitRounds(DRIVER, 1);
      job.finish(DRIVER);
      assertRight(job, "executor suspended, for 3 lifetimes");
      assertThat(job.failedTasks(DRIVER)).isZero();
      assertThat(job.refusals().keySet()).isSubsetOf("ExpiredToken");
    }
  }

  @Test
  void suspendedDriver() throws IOException {
    try (FaultyCluster job = job(cluster("suspended-driver"))) {
      job.start(LONG);
      job.awaitRequestsOf(DRIVER, WORKER);
      job.cluster().pause(DRIVER);
      holdWithoutSessions(job, 3);
      job.cluster().unpause(DRIVER);
      job.recover(() -> job.awaitRequestsOf(DRIVER, WORKER));
      job.awaitRounds(DRIVER, 1);
      job.finish(DRIVER);
      assertRight(job, "driver suspended, for 3 lifetimes");
      assertThat(job.failedTasks(DRIVER)).isZero();
      assertThat(job.refusals().keySet()).isSubsetOf("ExpiredToken");
    }
  }

  @Test
  void killedExecutor() throws IOException {
    try (FaultyCluster job = job(cluster("killed-executor"))) {
      job.start(SHORT);
      job.awaitRounds(DRIVER, 1);
      job.awaitRequestsOf(DRIVER, WORKER);
      job.cluster().killExecutors(WORKER);
      // Its successor is number 2.
      job.recover(
          () ->
              job.await(
                  DRIVER,
                  () ->
                      job.said(DRIVER).stream()
                          .anyMatch(line -> line.matches("round \\d+ on \\[.*2.*]"))));
      job.awaitRounds(DRIVER, 4);
      job.finish(DRIVER);
      assertRight(job, "executor killed");
      assertThat(job.refusals()).isEmpty();
    }
  }

  @Test
  void killedWorker() throws IOException {
    try (FaultyCluster job = job(cluster("killed-worker"))) {
      job.start(SHORT);
      job.awaitRounds(DRIVER, 1);
      job.awaitRequestsOf(DRIVER, WORKER);
      job.cluster().kill(WORKER);
      job.recover(() -> job.awaitRounds(DRIVER, 1));
      job.awaitRounds(DRIVER, 2);
      job.finish(DRIVER);
      assertRight(job, "worker killed, with its executor");
      assertThat(job.refusals()).isEmpty();
    }
  }

  @Test
  void killedMaster() throws IOException {
    try (FaultyCluster job = job(cluster("killed-master"))) {
      job.start(SHORT);
      job.awaitRounds(DRIVER, 1);
      job.cluster().kill(Cluster.MASTER);
      job.recover(() -> job.awaitRounds(DRIVER, 1));
      hold(LIFETIME.multipliedBy(2));
      job.awaitRounds(DRIVER, 1);
      job.finish(DRIVER);
      assertRight(job, "master killed");
      assertThat(job.refusals()).isEmpty();
      assertThat(job.failedTasks(DRIVER)).isZero();
    }
  }

  /** Its executors end, nobody signs for it any more, and the next application is not its heir. */
  @Test
  void killedDriver() throws IOException {
    try (FaultyCluster job = job(cluster("killed-driver"))) {
      job.start(LONG);
      job.awaitRequestsOf(DRIVER, WORKER);
      job.cluster().kill(DRIVER);
      job.recover(
          () ->
              Await.until(
                  LIFETIME.multipliedBy(3),
                  () -> {
                    int left = 0;
                    for (String worker : Cluster.WORKERS) {
                      left += job.cluster().executors(worker);
                    }
                    return left == 0;
                  }));
      assertThat(job.cluster().awaitEnd(DRIVER)).as("killed by signal 9").isEqualTo(137);
      long asked = job.entries().size();
      hold(LIFETIME);
      assertThat(job.entries()).as("nobody asks any more").hasSize((int) asked);
      job.submit("next", SHORT);
      job.awaitRounds("next", 2);
      job.finish("next");
      FIGURES.add(
          job.figures(
              "driver killed, and started anew",
              "the next ends right",
              job.round("next"),
              job.failedTasks("next")));
      job.assertSigners(List.of(DRIVER, "next"), Map.of());
      job.assertNoSecretIsLeft();
      assertThat(job.refusals()).isEmpty();
      assertThat(job.failedTasks("next")).isZero();
    }
  }

  @DisplayName(
      "A process whose clock is wrong learns the time from the first refusal, and the job ends right")
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "worker2, +16m, RequestTimeTooSkewed, executor's clock 16 min ahead",
        "worker2, -16m, RequestTimeTooSkewed, executor's clock 16 min behind",
        "driver, +16m, SignatureDoesNotMatch, driver's clock 16 min ahead",
        "driver, -16m, SignatureDoesNotMatch, driver's clock 16 min behind"
      })
  void clock(String container, String offset, String refusal, String fault) throws IOException {
    Cluster cluster = cluster("clock-" + container + offset).clock(container, offset);
    try (FaultyCluster job = job(cluster)) {
      job.start(SHORT);
      job.awaitRounds(DRIVER, 1);
      hold(LIFETIME.multipliedBy(2));
      job.awaitRounds(DRIVER, 1);
      job.finish(DRIVER);
      assertRight(job, fault);
      assertThat(job.failedTasks(DRIVER)).isZero();
      // The SDK learns the time from the first refusal, for the whole process.
      assertThat(job.refusals()).containsOnlyKeys(refusal);
    }
  }

  /**
   * No executor has room for what it is to write: the job says so; with room, the next ends right.
   */
  @Test
  void fullDisk() throws IOException {
    Cluster cluster =
        cluster("full-disk")
            .workerOptions("--tmpfs", "/small:size=12m")
            .conf("spark.hadoop.fs.s3a.buffer.dir", "/small")
            .conf("spark.hadoop.fs.s3a.multipart.size", "5M");
    try (FaultyCluster job = job(cluster)) {
      job.start(SHORT);
      job.awaitRounds(DRIVER, 1);
      for (String worker : Cluster.WORKERS) {
        job.cluster().shell(worker, "cat /dev/zero > /small/filler 2>/dev/null; true");
      }
      assertThat(job.cluster().awaitEnd(DRIVER)).as("exit code").isEqualTo(1);
      assertThat(job.cluster().log(DRIVER))
          .contains(
              "DiskErrorException: Could not find any valid local directory for s3ablock-0001-"
                  + " with requested size 5242880 on host worker");
      for (String worker : Cluster.WORKERS) {
        job.cluster().shell(worker, "rm /small/filler");
      }
      job.submit("next", SHORT);
      job.recover(() -> job.awaitRounds("next", 1));
      job.finish("next");
      FIGURES.add(
          job.figures(
              "disks of executors full, then not",
              "fails by name, the next ends right",
              job.round("next"),
              job.failedTasks("next")));
      job.assertSigners(List.of(DRIVER, "next"), Map.of());
      job.assertNoSecretIsLeft();
      assertThat(job.refusals()).isEmpty();
    }
  }

  @Test
  @DisplayName("An executor that resolves no names fails its tasks, and goes on after")
  void dns() throws IOException {
    Cluster cluster =
        cluster("dns")
            // Names are looked up again and again, as they would be over hours.
            .append("spark.executor.extraJavaOptions", " -Dsun.net.inetaddr.ttl=1")
            .conf("spark.hadoop.fs.s3a.connection.ttl", "2s")
            // Spark does not try a task again where it failed, and forgets that soon.
            .conf("spark.excludeOnFailure.enabled", "true")
            .conf("spark.excludeOnFailure.timeout", "15s");
    try (FaultyCluster job = job(cluster)) {
      job.start(SHORT);
      job.awaitRounds(DRIVER, 1);
      job.awaitRequestsOf(DRIVER, WORKER);
      job.cluster()
          .shell(
              WORKER,
              "cp /etc/resolv.conf /var/tmp/resolv.conf;"
                  + " printf 'nameserver 192.0.2.1\\noptions timeout:1 attempts:1\\n'"
                  + " > /etc/resolv.conf");
      hold(LIFETIME.multipliedBy(2));
      job.cluster().shell(WORKER, "cat /var/tmp/resolv.conf > /etc/resolv.conf");
      job.recover(() -> job.awaitRequestsOf(DRIVER, WORKER));
      job.awaitRounds(DRIVER, 2);
      job.finish(DRIVER);
      assertRight(job, "DNS of an executor fails, for 2 lifetimes");
      assertThat(job.cluster().executorLogs(WORKER)).contains("UnknownHostException");
    }
  }

  @Test
  void slowSts() throws IOException {
    List<String> buckets = LocalAwsContainer.manyBuckets();
    Map<String, String> roles = LocalAwsContainer.rolesOfManyBuckets();
    Cluster cluster = cluster("slow-sts").coresPerWorker(buckets.size() / 2);
    roles.forEach(
        (bucket, role) ->
            cluster.conf("spark.hadoop.fs.s3a.bucket." + bucket + ".assumed.role.arn", role));
    try (FaultyCluster job = job(cluster).reading(buckets)) {
      requireNonNull(aws).stsLatency(Duration.ofSeconds(4));
      job.start(SHORT);
      job.awaitRounds(DRIVER, 1);
      hold(LIFETIME.multipliedBy(3));
      job.awaitRounds(DRIVER, 1);
      job.finish(DRIVER);
      assertRight(job, "STS takes 4 s for each of 21 roles", roles);
      assertThat(job.refusals()).isEmpty();
      assertThat(job.failedTasks(DRIVER)).isZero();
    } finally {
      requireNonNull(aws).stsLatency(Duration.ZERO);
    }
  }

  @Test
  void killedDriversOfAStream() throws IOException {
    try (FaultyCluster job = job(cluster("stream"))) {
      job.cluster().start();
      FaultyStream stream = new FaultyStream(requireNonNull(aws), job);
      stream.start();
      for (String moment : List.of("/offsets/", "/state/", "/_spark_metadata/")) {
        stream.streamFor(LIFETIME);
        stream.killAtNextWrite(moment);
        job.recover(stream::start);
      }
      stream.streamFor(LIFETIME);
      stream.finish();
      FIGURES.add(
          job.figures(
              "driver of a stream killed 3 times", "each record once", stream.batches(), -1));
      job.assertSigners(stream.drivers(), Map.of());
      job.assertNoSecretIsLeft();
    }
  }
}
