package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.containers.Cluster;
import io.rolecall.containers.Leftovers;
import io.rolecall.containers.LocalAwsContainer;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.quickstart.RoundsJob;
import io.rolecall.quickstart.RunningTotalsJob;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.quickstart.Verdict;
import io.rolecall.support.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@link RoundsJob} on a cluster in containers to which something is done, and what came of it.
 */
final class FaultyCluster implements AutoCloseable {

  /** The first driver's container. */
  static final String DRIVER = "driver";

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final byte[] AIRPORTS =
      "iata,name\nABE,Allentown\n".getBytes(StandardCharsets.UTF_8);
  private static final String AIRPORTS_FILE = "airports.csv";
  private static final String ROUND = "round ";

  private final LocalAwsContainer aws;
  private final Cluster cluster;
  private String from = "s3a://" + ThreeAccounts.AIRPORTS_BUCKET + "/" + AIRPORTS_FILE;
  private int tasks = Cluster.WORKERS.size();
  private Duration recovery = Duration.ZERO;

  /** A job on a cluster that has not started. */
  FaultyCluster(LocalAwsContainer aws, Cluster cluster) throws IOException {
    this.aws = aws;
    this.cluster = cluster;
    aws.put(ThreeAccounts.AIRPORTS_BUCKET, AIRPORTS_FILE, AIRPORTS);
    aws.forget();
  }

  /** Lets tasks read one of many files each. */
  FaultyCluster reading(List<String> buckets) throws IOException {
    for (String bucket : buckets) {
      aws.put(bucket, AIRPORTS_FILE, AIRPORTS);
    }
    from =
        buckets.stream()
            .map(bucket -> "s3a://" + bucket + "/" + AIRPORTS_FILE)
            .collect(Collectors.joining(","));
    tasks = buckets.size();
    aws.forget();
    return this;
  }

  /** Starts the cluster and the job, whose tasks read and write for a while each. */
  FaultyCluster start(Duration task) throws IOException {
    cluster.start();
    submit(DRIVER, task);
    return this;
  }

  /** Starts a job on a cluster that runs. */
  void submit(String driver, Duration task) throws IOException {
    Files.deleteIfExists(cluster.steeringHere().resolve("stop"));
    cluster.submit(
        driver,
        RoundsJob.class,
        from,
        "s3a://" + ThreeAccounts.JOB_BUCKET + "/rounds",
        Integer.toString(tasks),
        Cluster.steering(),
        Long.toString(task.toSeconds()));
  }

  Cluster cluster() {
    return cluster;
  }

  /** What a driver's job has said. */
  List<String> said(String driver) throws IOException {
    return cluster
        .log(driver)
        .lines()
        .flatMap(
            line ->
                Stream.of(RoundsJob.SAYS, RunningTotalsJob.SAYS)
                    .filter(line::startsWith)
                    .map(marker -> line.substring(marker.length())))
        .toList();
  }

  /** Waits for something while a driver runs. */
  void await(String driver, Callable<Boolean> condition) {
    Await.until(
        PATIENCE,
        LOOK,
        () -> {
          boolean runs = cluster.isRunning(driver);
          boolean met = condition.call();
          if (!met && !runs) {
            throw new AssertionError("the driver has ended: " + tail(cluster.log(driver)));
          }
          return met;
        });
  }

  private static String tail(String log) {
    List<String> lines = log.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 80), lines.size()));
  }

  /** The number of the last round that has ended. */
  long round(String driver) throws IOException {
    return said(driver).stream()
        .filter(line -> line.startsWith(ROUND))
        .reduce((one, next) -> next)
        .map(line -> Long.parseLong(line.split(" ")[1]))
        .orElse(0L);
  }

  /** Waits until so many more rounds have ended. */
  void awaitRounds(String driver, int more) throws IOException {
    long before = round(driver);
    await(driver, () -> round(driver) >= before + more);
  }

  /** Waits until a container has had requests answered that it sends after now. */
  void awaitRequestsOf(String driver, String container) throws IOException {
    Instant now = Instant.now();
    await(
        driver, () -> requestsOf(container, now).stream().anyMatch(entry -> entry.status() == 200));
  }

  /** What a container has asked of S3, and was answered after a time by this machine's clock. */
  List<Entry> requestsOf(String container, Instant after) throws IOException {
    String address = cluster.address(container) + ":";
    return aws.entries().stream()
        .filter(entry -> entry.service().equals("s3") && entry.time().isAfter(after))
        .filter(entry -> entry.client().address().contains(address))
        .toList();
  }

  /** Lets a fault last. */
  static void hold(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    Await.until(time.plusMinutes(1), LOOK, () -> System.nanoTime() >= end);
  }

  /** Waits for recovery, and keeps how long it took. */
  void recover(Recovery recovered) throws IOException {
    long healed = System.nanoTime();
    recovered.await();
    recovery = Duration.ofNanos(System.nanoTime() - healed);
  }

  /** Ends when all is as before. */
  interface Recovery {
    void await() throws IOException;
  }

  /** Lets the job end, and expects that it ends right, with the result of its last round. */
  void finish(String driver) throws IOException {
    Files.writeString(cluster.steeringHere().resolve("stop"), "");
    assertThat(cluster.awaitEnd(driver)).as("exit code: %s", tail(cluster.log(driver))).isZero();
    long last = round(driver);
    for (int task = 0; task < tasks; task++) {
      assertThat(aws.get(ThreeAccounts.JOB_BUCKET, "rounds/task-" + task))
          .as("the result of task %s", task)
          .asString()
          .isEqualTo(last + ":" + AIRPORTS.length);
    }
  }

  String applicationId(String driver) throws IOException {
    return said(driver).get(0).substring("application ".length());
  }

  /** How many tasks of a job that has ended failed. */
  long failedTasks(String driver) throws IOException {
    String marker = "failed tasks ";
    return said(driver).stream()
        .filter(line -> line.startsWith(marker))
        .map(line -> Long.parseLong(line.substring(marker.length())))
        .findFirst()
        .orElse(-1L);
  }

  List<Entry> entries() throws IOException {
    return aws.entries();
  }

  /** What was refused, apart from files that are not there, by error. */
  Map<String, Long> refusals() throws IOException {
    return aws.entries().stream()
        .filter(entry -> entry.status() >= 400 && entry.status() != 404)
        .collect(
            Collectors.groupingBy(
                entry -> Optional.ofNullable(entry.errorCode()).orElse("" + entry.status()),
                Collectors.counting()));
  }

  /**
   * Each request was signed by the role of its bucket, in a session that bears the name of its
   * application.
   *
   * @param drivers of the applications, in their order
   * @param more the role of each further bucket
   */
  void assertSigners(List<String> drivers, Map<String, String> more) throws IOException {
    List<String> applications = drivers.stream().map(this::applicationOf).toList();
    Map<String, List<Entry>> byApplication = new HashMap<>();
    for (Entry entry : aws.entries()) {
      if (entry.service().equals("sts") && entry.roleRequest() == null) {
        // Refused for its signature, so that STS did not look for whom it was.
        assertThat(entry.principalArn())
            .as("who called STS")
            .endsWith(":user/" + ThreeAccounts.SUBMITTER);
        continue;
      }
      String session =
          entry.roleRequest() == null
              ? String.valueOf(entry.principalArn())
              : entry.roleRequest().sessionName();
      String application =
          applications.stream().filter(session::endsWith).findFirst().orElse("none: " + session);
      byApplication.computeIfAbsent(application, none -> new ArrayList<>()).add(entry);
    }
    assertThat(applications).as("who signed").containsAll(byApplication.keySet());
    byApplication.forEach(
        (application, entries) ->
            assertThat(new Verdict(entries, application).complaints(more))
                .as(application)
                .isEmpty());
  }

  private String applicationOf(String driver) {
    try {
      return applicationId(driver);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** No session and no key is left in files, logs, settings or processes of the containers. */
  void assertNoSecretIsLeft() throws IOException {
    String control = "rolecall-control-" + System.nanoTime();
    String alive = Cluster.WORKERS.stream().filter(this::runs).findFirst().orElseThrow();
    cluster.shell(alive, "echo " + control + " > /var/tmp/control");
    Set<String> secrets = aws.secrets();
    assertThat(secrets).hasSizeGreaterThan(4);
    Leftovers left = cluster.leftovers();
    assertThat(left.holding(control)).as("what is left is found").isNotEmpty();
    for (String secret : secrets) {
      assertThat(left.holding(secret)).as("places with a secret").isEmpty();
    }
  }

  private boolean runs(String name) {
    try {
      return cluster.isRunning(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it was, in the table's columns. */
  List<String> figures(String fault, String end, long rounds, long failedTasks) throws IOException {
    List<Entry> entries = aws.entries();
    long requests = entries.stream().filter(entry -> entry.service().equals("s3")).count();
    Map<String, Long> refused = refusals();
    long repeated = refused.getOrDefault("ExpiredToken", 0L);
    long other = refused.values().stream().mapToLong(Long::longValue).sum() - repeated;
    return List.of(
        fault,
        end,
        recovery.isZero() ? "-" : String.format("%.1f s", recovery.toMillis() / 1000.0),
        Long.toString(rounds),
        Long.toString(requests),
        Long.toString(
            entries.stream().filter(entry -> entry.operation().equals("AssumeRole")).count()),
        Long.toString(repeated),
        Long.toString(other),
        failedTasks < 0 ? "-" : Long.toString(failedTasks));
  }

  @Override
  public void close() throws IOException {
    cluster.close();
  }
}
