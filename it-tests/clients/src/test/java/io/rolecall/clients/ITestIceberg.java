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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guide's job on two executors of their own, over six sessions, with decoys where it looks. */
class ITestIceberg {

  private static final GuidePage GUIDE = GuidePage.of("iceberg");
  private static final Workplace PLACE = Workplace.ofThisProject();
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration LIFETIME = Duration.ofSeconds(10);

  /** With a lead of 30 percent and no jitter. */
  private static final Duration RENEWAL = Duration.ofSeconds(7);

  private static final int LIFETIMES = 6;
  private static final String DATA = "warehouse/db/totals/data";
  private static final String SLOW = "warehouse/db/slow/data/";
  private static final String CHECKPOINT =
      "s3a://" + LakeAccounts.LAKE_BUCKET + "/warehouse/events";

  @RegisterExtension
  static final LocalAwsExtension AWS = new LocalAwsExtension(LakeAccounts.world());

  @Started private static LocalAws aws;

  private Map<String, String> settings(Path scratch, String fileIo) throws IOException {
    String[] blocks =
        fileIo.equals("S3FileIO")
            ? new String[] {"settings", "s3fileio"}
            : new String[] {"settings"};
    Map<String, String> settings =
        LakeJobs.settings(aws, scratch, LIFETIME, GUIDE.block("routes"), GUIDE, blocks);
    // A killed executor's blocks are made again; its tasks are not the job's failure.
    settings.put("spark.task.maxFailures", "8");
    settings.putAll(Decoys.plant(aws, scratch));
    return settings;
  }

  private static SparkDriver submit(
      Path scratch, Map<String, String> settings, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    return LakeJobs.with(settings)
        .start(scratch.resolve("driver.log"), LakeJobs.jar(), main.getName(), arguments);
  }

  private static String awaitLine(SparkDriver driver, String wanted) {
    return Await.until(
        PATIENCE,
        PAUSE,
        () -> {
          boolean alive = driver.process().isAlive();
          String found =
              driver.lines(IcebergJob.SAYS).stream()
                  .filter(line -> line.matches(wanted))
                  .findFirst()
                  .orElse(null);
          if (found == null && !alive) {
            throw new AssertionError("the job has ended; see " + driver.log());
          }
          return found;
        });
  }

  @Test
  void theDecoysAreAlive() throws Exception {
    Path scratch = PLACE.scratch("decoys");
    try (SparkDriver driver =
        submit(
            scratch,
            settings(scratch, "S3FileIO"),
            DecoyJob.class,
            aws.endpoint().toString(),
            LakeAccounts.LAKE_BUCKET)) {
      assertThat(driver.await(PATIENCE)).as("see %s", driver.log()).isZero();
      assertThat(driver.lines(IcebergJob.SAYS))
          .containsExactly("used [container, environment, file, metadata, web identity]");
    }
    assertThat(aws.log().s3().map(Entry::principalArn).map(String::valueOf).distinct())
        .hasSize(4)
        .allMatch(signer -> signer.contains("decoy-"))
        .anyMatch(signer -> signer.contains(LakeAccounts.OF_ENVIRONMENT))
        .anyMatch(signer -> signer.contains(LakeAccounts.OF_FILE))
        .anyMatch(signer -> signer.contains("decoy-web"))
        .anyMatch(signer -> signer.contains("decoy-metadata"));
  }

  @ParameterizedTest
  @CsvSource({"S3FileIO, 2", "S3FileIO, 4", "HadoopFileIO, 2"})
  void outlivesSixSessionsAndAnExecutor(String fileIo, int executors) throws Exception {
    for (String bucket : List.of(LakeAccounts.SOURCE_BUCKET, LakeAccounts.LAKE_BUCKET)) {
      for (String key : aws.list(bucket, "")) {
        aws.delete(bucket, key);
      }
    }
    aws.log().clear();
    Path scratch = PLACE.scratch("iceberg-" + fileIo);
    Map<String, String> settings = settings(scratch, fileIo);
    settings.put("spark.master", "local-cluster[" + executors + ",1,1024]");
    try (SparkDriver driver =
        submit(scratch, settings, IcebergJob.class, scratch.toString(), CHECKPOINT)) {
      String application = awaitLine(driver, "application .*").replaceFirst("application ", "");
      awaitLine(driver, "round 2");
      List<ProcessHandle> first = driver.executors();
      assertThat(first.get(0).destroyForcibly()).isTrue();
      Await.until(
          PATIENCE, () -> !first.containsAll(driver.executors()) || !driver.process().isAlive());
      Await.until(PATIENCE, () -> lifetimes() >= LIFETIMES || !driver.process().isAlive());
      Files.createFile(scratch.resolve("stop"));
      assertThat(driver.await(PATIENCE)).as("see %s", driver.log()).isZero();
      assertThat(lifetimes()).isGreaterThanOrEqualTo(LIFETIMES);
      assertThat(driver.lines(IcebergJob.SAYS))
          .anyMatch(line -> line.matches("streamed [0-9]{2,}"))
          .contains("slow scan 66 by 1 task");
      assertOneScanOutlivedTwoSessions();
      assertSignedByRoute(application);
      assertThat(failures()).isEmpty();
      assertExpiredOnesWereRepeated();
      assertRenewals();
      assertThat(dataRequests())
          .as("by %s", fileIo)
          .isNotEmpty()
          .allMatch(
              entry ->
                  entry.client().userAgent().contains("s3fileio") == fileIo.equals("S3FileIO"));
    }
  }

  /** Of one task, whose file system and clients are made once. */
  private static void assertOneScanOutlivedTwoSessions() {
    List<Entry> reads =
        aws.log()
            .s3()
            .filter(entry -> entry.operation().equals("GetObject") && !isExpired(entry))
            .filter(entry -> String.valueOf(entry.key()).startsWith(SLOW))
            .toList();
    assertThat(reads).as("reads of the slow scan").isNotEmpty();
    assertThat(Duration.between(reads.get(0).time(), reads.get(reads.size() - 1).time()))
        .isGreaterThan(LIFETIME.multipliedBy(2));
    assertThat(reads.stream().map(entry -> entry.client().accessKeyId()).distinct())
        .as("sessions of the scan")
        .hasSizeGreaterThan(2);
  }

  @Test
  void twoCatalogsHaveARoleEachInOneBucket() throws Exception {
    Path scratch = PLACE.scratch("catalogs");
    Map<String, String> settings = settings(scratch, "HadoopFileIO");
    settings.keySet().removeIf(key -> key.startsWith("spark.sql.catalog."));
    settings.remove("spark.hadoop.fs.s3a.rolecall.routes.file");
    for (String name : List.of("a", "b")) {
      GUIDE
          .settings("catalog")
          .forEach(
              (key, value) ->
                  settings.put(
                      key.replace(".sql.catalog.lake", ".sql.catalog." + name),
                      value
                          .replaceFirst("^lake$", name)
                          .replace("/warehouse", "/" + name)
                          .replace("role/lake-tables", "role/lake-" + name)));
    }
    aws.log().clear();
    try (SparkDriver driver = submit(scratch, settings, TwoCatalogsJob.class, "a", "b")) {
      assertThat(driver.await(PATIENCE)).as("see %s", driver.log()).isZero();
      assertThat(driver.lines(IcebergJob.SAYS)).containsExactly("a 100", "b 100");
    }
    assertThat(aws.log().s3())
        .isNotEmpty()
        .allSatisfy(
            entry ->
                assertThat(String.valueOf(entry.principalArn()))
                    .as("%s of %s", entry.operation(), entry.key())
                    .contains(":assumed-role/lake-" + String.valueOf(entry.key()).charAt(0) + "/"));
  }

  @Test
  void aDriverDoesNotStartWithACatalogThatWouldPassItBy() throws Exception {
    Path scratch = PLACE.scratch("unrouted");
    Map<String, String> settings = settings(scratch, "S3FileIO");
    settings.remove("spark.sql.catalog.lake.s3.client-factory-impl");
    aws.log().clear();
    try (SparkDriver driver =
        submit(scratch, settings, IcebergJob.class, scratch.toString(), CHECKPOINT)) {
      assertThat(driver.await(PATIENCE)).as("see %s", driver.log()).isNotZero();
      assertThat(Files.readString(driver.log()))
          .contains(
              "spark.sql.catalog.lake.io-impl = 'org.apache.iceberg.aws.s3.S3FileIO': its clients"
                  + " take whatever identity they find, not that of a route, and its warehouse is in"
                  + " s3a://results-lake, which is routed. Set"
                  + " spark.sql.catalog.lake.s3.client-factory-impl=io.rolecall.iceberg.RolecallClientFactory");
    }
    assertThat(aws.log().s3()).isEmpty();
  }

  private static long lifetimes() {
    List<Instant> times = aws.log().s3().map(Entry::time).toList();
    return times.isEmpty()
        ? 0
        : Duration.between(times.get(0), times.get(times.size() - 1)).dividedBy(LIFETIME);
  }

  private static String role(Entry entry, String key) {
    if (LakeAccounts.SOURCE_BUCKET.equals(entry.bucket())) {
      return LakeAccounts.OWNER_ROLE;
    }
    return key.equals(DATA) || key.startsWith(DATA + "/")
        ? LakeAccounts.DATA_ROLE
        : LakeAccounts.TABLES_ROLE;
  }

  private static String assumed(String roleArn) {
    return roleArn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/";
  }

  private static void assertSignedByRoute(String application) {
    assertThat(aws.log().s3().filter(entry -> !isExpiredBulkDelete(entry)))
        .isNotEmpty()
        .allSatisfy(
            entry ->
                assertThat(entry.keys().isEmpty() ? List.of("") : entry.keys())
                    .allSatisfy(
                        key ->
                            assertThat(String.valueOf(entry.principalArn()))
                                .as("%s of %s", entry.operation(), key)
                                .startsWith(assumed(role(entry, key)))
                                .contains(application)));
    assertThat(aws.log().entries().stream().map(Entry::principalArn).map(String::valueOf))
        .noneMatch(signer -> signer.contains("decoy"));
  }

  /** Its body, where the keys are, was not read. It was repeated, and then they were. */
  private static boolean isExpiredBulkDelete(Entry entry) {
    return entry.operation().equals("DeleteObjects") && isExpired(entry);
  }

  private static boolean isExpired(Entry entry) {
    return "ExpiredToken".equals(entry.errorCode());
  }

  /** Each that met the end of a session has a later one of its own, of another session. */
  private static void assertExpiredOnesWereRepeated() {
    List<Entry> entries = aws.log().s3().toList();
    List<Entry> expired = entries.stream().filter(ITestIceberg::isExpired).toList();
    System.out.println("iceberg: " + expired.size() + " of " + entries.size() + " repeated");
    List<Entry> answered =
        new ArrayList<>(entries.stream().filter(entry -> !isExpired(entry)).toList());
    for (Entry entry : expired) {
      assertThat(answered.stream().filter(other -> isRepetition(entry, other)).findFirst())
          .as("the repetition of %s", entry)
          .hasValueSatisfying(answered::remove);
    }
  }

  private static boolean isRepetition(Entry expired, Entry other) {
    return !other.time().isBefore(expired.time())
        && other.call().path().equals(expired.call().path())
        && other.operation().equals(expired.operation())
        && String.valueOf(other.principalArn()).equals(String.valueOf(expired.principalArn()))
        && !Objects.equals(other.client().accessKeyId(), expired.client().accessKeyId());
  }

  /** S3Mock answers a list with 500 now and then while others delete; a client asks again. */
  private static List<Entry> failures() {
    return aws.log()
        .s3()
        .filter(entry -> entry.status() / 100 == 4 && entry.status() != 404)
        .filter(entry -> !isExpired(entry))
        .toList();
  }

  /**
   * One at the start, and one each renewal: roles in use times renewals, whoever asks. The job uses
   * each of its roles all the time, so that there are as many as lifetimes at least.
   */
  private static void assertRenewals() {
    Map<String, List<Instant>> calls =
        aws.log()
            .operation("AssumeRole")
            .collect(
                Collectors.groupingBy(
                    entry -> requireNonNull(entry.roleRequest()).roleArn(),
                    Collectors.mapping(Entry::time, Collectors.toList())));
    assertThat(calls)
        .containsOnlyKeys(
            LakeAccounts.OWNER_ROLE, LakeAccounts.TABLES_ROLE, LakeAccounts.DATA_ROLE);
    Instant end =
        aws.log().entries().stream().map(Entry::time).max(Comparator.naturalOrder()).orElseThrow();
    calls.forEach(
        (role, times) ->
            assertThat((long) times.size())
                .as("sessions of %s", role)
                .isBetween(
                    (long) LIFETIMES, 2 + Duration.between(times.get(0), end).dividedBy(RENEWAL)));
  }

  private static List<Entry> dataRequests() {
    return aws.log()
        .s3()
        .filter(entry -> String.valueOf(entry.key()).startsWith(DATA + "/"))
        // Written by Hadoop's file system, for the job to find and remove.
        .filter(entry -> !String.valueOf(entry.key()).endsWith("/orphan"))
        .filter(
            entry -> entry.operation().equals("GetObject") || entry.operation().equals("PutObject"))
        .toList();
  }
}
