package io.rolecall.clients;

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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Comet's native readers on executors of their own, with decoys where they would look. */
class ITestComet {

  private static final GuidePage GUIDE = GuidePage.of("native-readers");
  private static final Workplace PLACE = Workplace.ofThisProject();
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final String TABLES = "warehouse/flights";
  private static final String DATA = "warehouse/db/totals/data";

  /** Names that begin with a route's last one, and are not beneath it, among them. */
  private static final String[] FOLDERS = {
    "s3a://" + LakeAccounts.LAKE_BUCKET + "/" + TABLES,
    "s3a://" + LakeAccounts.LAKE_BUCKET + "/" + DATA + "/flights",
    "s3a://" + LakeAccounts.LAKE_BUCKET + "/" + DATA + "2",
    "s3a://" + LakeAccounts.LAKE_BUCKET + "/" + DATA + "-old/data"
  };

  private static final String TABLE = "lake.db.totals";
  private static final String CATALOG = "spark.sql.catalog.lake";

  /**
   * Whom executors read for. Native threads are the process's user, for whom one route is closed.
   */
  private static final String USER = "alice";

  private static final String BRIDGE = "comet.credential.provider.class";

  @RegisterExtension
  static final LocalAwsExtension AWS = new LocalAwsExtension(LakeAccounts.world());

  @Started private static LocalAws aws;

  @BeforeEach
  void empty() throws IOException {
    for (String key : aws.list(LakeAccounts.LAKE_BUCKET, "")) {
      aws.delete(LakeAccounts.LAKE_BUCKET, key);
    }
    aws.log().clear();
  }

  private static Map<String, String> settings(Path scratch, Duration lifetime) throws IOException {
    String routes =
        GUIDE.block(
            "routes",
            "\"role\": \"" + LakeAccounts.DATA_ROLE,
            "\"users\": [\"" + USER + "\"], \"role\": \"" + LakeAccounts.DATA_ROLE);
    Map<String, String> settings =
        LakeJobs.settings(aws, scratch, lifetime, routes, GUIDE, "settings", "iceberg");
    // Comet's readers of Iceberg know LocalAws by these alone.
    settings.put("spark.sql.catalog.lake.s3.endpoint", aws.endpoint().toString());
    settings.put("spark.sql.catalog.lake.s3.path-style-access", "true");
    return settings;
  }

  private static SparkDriver submit(Path scratch, Map<String, String> settings, String... places)
      throws IOException, InterruptedException {
    String[] arguments = new String[places.length + 1];
    arguments[0] = scratch.toString();
    System.arraycopy(places, 0, arguments, 1, places.length);
    return LakeJobs.with(settings)
        .proxyUser(USER)
        .start(scratch.resolve("driver.log"), LakeJobs.jar(), CometJob.class.getName(), arguments);
  }

  /** What the driver refuses to start with, started all the same. */
  @ParameterizedTest
  @CsvSource({
    "files, ENVIRONMENT",
    "files, CONTAINER",
    "files, METADATA",
    "table, ENVIRONMENT",
    "table, FILE",
    "table, CONTAINER",
    "table, METADATA",
    "table, WEB_IDENTITY"
  })
  void withoutTheBridgeItTakesWhatItFinds(String what, Decoys.Place place) throws Exception {
    Path scratch = PLACE.scratch("comet-" + place);
    try (SparkDriver driver = submitWithoutBridge(scratch, place, places(what))) {
      assertThat(driver.await(PATIENCE)).as("see %s", driver.log()).isZero();
    }
    assertThat(dataReads()).isNotEmpty();
    assertThat(shown(dataReads().stream().filter(read -> !isSignedBy(place.identity, read))))
        .isEmpty();
  }

  private static SparkDriver submitWithoutBridge(Path scratch, Decoys.Place place, String... places)
      throws IOException, InterruptedException {
    Map<String, String> settings = settings(scratch, Duration.ofHours(1));
    settings.keySet().removeIf(key -> key.endsWith(BRIDGE));
    settings.put("spark.rolecall.clients.unrouted", "true");
    settings.putAll(Decoys.plant(place, aws, scratch));
    Files.createFile(scratch.resolve("stop"));
    return submit(scratch, settings, places);
  }

  /** It looks where S3A does by default; the one of Iceberg's tables everywhere. */
  @ParameterizedTest
  @EnumSource(names = {"FILE", "WEB_IDENTITY"})
  void itsReaderOfFilesLooksNowhereElse(Decoys.Place place) throws Exception {
    Path scratch = PLACE.scratch("comet-elsewhere-" + place);
    try (SparkDriver driver = submitWithoutBridge(scratch, place, FOLDERS)) {
      assertThat(driver.await(PATIENCE)).as("see %s", driver.log()).isNotZero();
    }
    assertThat(aws.log().s3().map(Entry::operation))
        .as("the job has written")
        .contains("PutObject");
    assertThat(dataReads()).as("and could not read").isEmpty();
  }

  /** Comet takes the bridge's name from a catalog, and such a table has none; the guide says so. */
  @ParameterizedTest
  @CsvSource({"true, decoy-file", "false, :assumed-role/lake-data/"})
  void aTableThatIsReadByItsPathHasNoBridge(boolean byComet, String signer) throws Exception {
    Path scratch = PLACE.scratch("comet-by-path");
    Map<String, String> settings = settings(scratch, Duration.ofHours(1));
    // By a path, Iceberg asks the catalog of this name, which is Hive's where nobody says another.
    new TreeMap<>(settings)
        .forEach(
            (key, value) -> {
              if (key.startsWith(CATALOG)) {
                settings.put(key.replace(CATALOG, "spark.sql.catalog.default_iceberg"), value);
              }
            });
    settings.put("spark.comet.scan.icebergNative.enabled", Boolean.toString(byComet));
    settings.putAll(
        byComet ? Decoys.plant(Decoys.Place.FILE, aws, scratch) : Decoys.plant(aws, scratch));
    Files.createFile(scratch.resolve("stop"));
    try (SparkDriver driver = submit(scratch, settings, TABLE, "path")) {
      assertThat(driver.await(PATIENCE)).as("see %s", driver.log()).isZero();
    }
    assertThat(dataReads()).isNotEmpty();
    assertThat(shown(dataReads().stream().filter(read -> !isSignedBy(signer, read)))).isEmpty();
    assertThat(GUIDE.text())
        .contains("A table that is read by its path")
        .contains("spark.comet.scan.icebergNative.enabled=false");
  }

  @Test
  void aDriverDoesNotStartWithoutTheBridge() throws Exception {
    Path scratch = PLACE.scratch("comet-refused");
    Map<String, String> settings = settings(scratch, Duration.ofHours(1));
    settings.keySet().removeIf(key -> key.endsWith(BRIDGE));
    settings.put("spark.comet.scan.enabled", "false");
    try (SparkDriver driver = submit(scratch, settings, FOLDERS)) {
      assertThat(driver.await(PATIENCE)).as("see %s", driver.log()).isNotZero();
      assertThat(Files.readString(driver.log()))
          .contains(
              "'org.apache.spark.CometPlugin' in spark.plugins loads Comet, which reads files in"
                  + " native code and signs with whatever identity an executor finds, not with that"
                  + " of a route: spark.hadoop.fs.s3a.comet.credential.provider.class is not set,"
                  + " spark.sql.catalog.lake.s3.comet.credential.provider.class is not set. Set each"
                  + " of these keys to io.rolecall.comet.RolecallCredentialsProvider");
    }
    assertThat(aws.log().s3()).isEmpty();
  }

  private static String[] places(String what) {
    return what.equals("files") ? FOLDERS.clone() : new String[] {TABLE};
  }

  @ParameterizedTest
  @CsvSource({"files, CometNativeScan, 30, 4", "table, CometIcebergNativeScan, 40, 3"})
  void readsByTheRoutesOverManySessions(String what, String scan, int seconds, int lifetimes)
      throws Exception {
    Duration lifetime = Duration.ofSeconds(seconds);
    Path scratch = PLACE.scratch("comet-" + what);
    Map<String, String> settings = settings(scratch, lifetime);
    settings.putAll(Decoys.plant(aws, scratch));
    // So that executors renew when 45 percent are left: Comet does not sign again, and its reader
    // of Iceberg takes no session in its last ten seconds, which is much of one as short as these.
    settings.put("spark.hadoop.fs.s3a.rolecall.renewal.lead", "90");
    try (SparkDriver driver = submit(scratch, settings, places(what))) {
      Await.until(
          PATIENCE, PAUSE, () -> !driver.process().isAlive() || lifetimes(lifetime) >= lifetimes);
      Files.createFile(scratch.resolve("stop"));
      assertThat(driver.await(PATIENCE)).as("see %s", driver.log()).isZero();
      assertThat(driver.lines(IcebergJob.SAYS))
          .filteredOn(line -> line.startsWith("scans "))
          .singleElement()
          .asString()
          .contains(scan)
          .doesNotContain("BatchScan", "FileScan");
    }
    assertThat(lifetimes(lifetime)).isGreaterThanOrEqualTo(lifetimes);
    List<Entry> reads = dataReads();
    assertThat(reads).hasSizeGreaterThan(20);
    assertThat(shown(reads.stream().filter(ITestComet::isOfJava)))
        .as("read by S3A or S3FileIO")
        .isEmpty();
    assertThat(reads).extracting(read -> role(String.valueOf(read.key()))).contains("lake-data");
    assertThat(shown(aws.log().s3().filter(entry -> !isSignedByItsRoute(entry))))
        .as("signed by another role than the routed one")
        .isEmpty();
    assertThat(shown(aws.log().entries().stream().filter(entry -> isSignedBy("decoy", entry))))
        .isEmpty();
    assertThat(shown(aws.log().s3().filter(entry -> !isOfJava(entry) && entry.status() >= 400)))
        .as("Comet does not sign again")
        .isEmpty();
  }

  private static boolean isOfJava(Entry entry) {
    return entry.client().userAgent().contains("aws-sdk-java");
  }

  private static boolean isSignedBy(String who, Entry entry) {
    return String.valueOf(entry.principalArn()).contains(who);
  }

  /** Of a bulk delete that met the end of a session nothing is known but that it was repeated. */
  private static boolean isSignedByItsRoute(Entry entry) {
    boolean isUnread = entry.operation().equals("DeleteObjects") && entry.keys().isEmpty();
    return isUnread && "ExpiredToken".equals(entry.errorCode())
        || (entry.keys().isEmpty() ? Stream.of("") : entry.keys().stream())
            .allMatch(key -> isSignedBy(":assumed-role/" + role(key) + "/", entry));
  }

  private static List<String> shown(Stream<Entry> entries) {
    return entries
        .map(
            entry ->
                entry.operation()
                    + " of "
                    + entry.keys()
                    + " by "
                    + entry.principalArn()
                    + ": "
                    + entry.status())
        .toList();
  }

  private static long lifetimes(Duration lifetime) {
    List<Instant> times = dataReads().stream().map(Entry::time).toList();
    return times.isEmpty()
        ? 0
        : Duration.between(times.get(0), times.get(times.size() - 1)).dividedBy(lifetime);
  }

  private static List<Entry> dataReads() {
    return aws.log()
        .s3()
        .filter(entry -> entry.operation().equals("GetObject"))
        .filter(entry -> String.valueOf(entry.key()).endsWith(".parquet"))
        .toList();
  }

  private static String role(String key) {
    return key.equals(DATA) || key.startsWith(DATA + "/") ? "lake-data" : "lake-tables";
  }
}
