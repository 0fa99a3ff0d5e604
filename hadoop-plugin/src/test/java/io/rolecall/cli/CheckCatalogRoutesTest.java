package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code check} says of the keys that catalogs of Iceberg have for themselves. */
class CheckCatalogRoutesTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/reader";
  private static final String WRITER = "arn:aws:iam::111122223333:role/writer";
  private static final String LAKE = "spark.sql.catalog.lake.hadoop.";
  private static final String CACHE_OFF = "fs.s3a.impl.disable.cache";
  private static final String OPEN =
      "{\"version\": 1, \"routes\": [{\"location\": \"s3a://open\", \"identity\": \"anonymous\"}]}";

  private static CommandRun.Setting setting() {
    return new CommandRun.Setting()
        .conf("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem")
        .conf("fs.AbstractFileSystem.s3a.impl", "io.rolecall.s3a.RolecallFs")
        .conf("fs.s3a.rolecall.base.identity", "properties:/nowhere/keys");
  }

  /** The report without what it says of the class path. */
  private static List<String> lines(CommandRun run) {
    return run.out()
        .lines()
        .filter(line -> !line.matches("ok +(class path|configuration) .*"))
        .toList();
  }

  @Test
  void triesRolesThatACatalogAloneHas() {
    CommandRun run =
        setting()
            .conf("fs.s3a.rolecall.routes", OPEN)
            .conf(LAKE + "fs.s3a.bucket.results.assumed.role.arn", ROLE)
            .conf(CACHE_OFF, "true")
            .run("check");
    assertThat(lines(run))
        .containsExactly(
            "ok       routes         s3a://open: 1 route",
            "ok       routes         catalog lake: s3a://results: 1 route",
            "ok       role           s3a://open is accessed anonymously: nothing is signed",
            "FAILED   base identity  catalog lake: AWS's STS: base identity from properties file"
                + " /nowhere/keys: /nowhere/keys does not exist. Expected a file that the driver can"
                + " read, with accessKey=..., secretKey=... and perhaps sessionToken=...",
            "skipped  role           catalog lake: " + ROLE + ": the base identity does not work",
            "5 ok, 0 warnings, 1 failed, 1 skipped");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void triesRolesThatACatalogHasInPlaceOfOthers() {
    CommandRun run =
        setting()
            .conf("fs.s3a.bucket.results.assumed.role.arn", ROLE)
            .conf(LAKE + "fs.s3a.bucket.results.assumed.role.arn", WRITER)
            .conf(CACHE_OFF, "true")
            .run("check", "s3a://results/table");
    assertThat(lines(run))
        .contains(
            "ok       routes         s3a://results: 1 route",
            "ok       routes         catalog lake: s3a://results: 1 route",
            "skipped  role           " + ROLE + ": the base identity does not work",
            "skipped  role           catalog lake: "
                + WRITER
                + ": the base identity does not work");
  }

  @Test
  void saysNothingTwice() {
    CommandRun run =
        setting()
            .conf("fs.s3a.rolecall.routes", OPEN)
            .conf(LAKE + "fs.s3a.connection.maximum", "5")
            .conf(LAKE + "fs.s3a.block.size", "64M")
            .conf(LAKE + CACHE_OFF, "true")
            .run("check");
    assertThat(run.out()).doesNotContain("catalog lake");
    assertThat(run.exitCode()).isZero();
  }

  /** As those of all are looked at: the switch, the document, its keys. */
  @Test
  void findsWhatIsWrongWithTheKeysOfACatalog() {
    CommandRun run =
        setting()
            .conf("fs.s3a.rolecall.routes", OPEN)
            .conf(LAKE + "fs.s3a.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem")
            .conf(LAKE + "fs.s3a.rolecall.jobid", "x")
            .conf("spark.sql.catalog.other.hadoop.fs.s3a.rolecall.routes", "{")
            .conf("spark.sql.catalog.third.hadoop.fs.s3a.assumed.role.arn", ROLE)
            .run("check");
    assertThat(lines(run))
        .contains(
            "FAILED   configuration  catalog lake: fs.s3a.impl ="
                + " org.apache.hadoop.fs.s3a.S3AFileSystem: plain S3A would be used, and no route",
            "FAILED   configuration  catalog lake: fs.s3a.rolecall.jobid is no key of Rolecall, so"
                + " nobody reads it",
            "ok       routes         catalog third: every bucket that no route names: "
                + ROLE
                + ". Name a location to try it")
        .anyMatch(
            line -> line.startsWith("FAILED   routes         catalog other: fs.s3a.rolecall"));
  }

  @Test
  void aLocationMayBeRoutedByACatalogAlone() {
    CommandRun.Setting setting =
        setting()
            .conf(
                "spark.sql.catalog.lake.hadoop.fs.s3a.rolecall.routes",
                OPEN.replace("s3a://open", "s3a://own"))
            .conf("fs.s3a.rolecall.routes", OPEN)
            .conf(CACHE_OFF, "true");
    assertThat(lines(setting.run("check", "s3a://own/table")))
        .containsExactly(
            "ok       routes         catalog lake: s3a://own: 1 route",
            "ok       role           catalog lake: s3a://own is accessed anonymously: nothing is signed",
            "4 ok, 0 warnings, 0 failed, 0 skipped");
    assertThat(setting.run("check", "s3a://other").out())
        .contains("FAILED   routes         no route for s3a://other: Rolecall uses no identity");
  }

  private static final String KEPT_FOR_BOTH =
      "declares fs.s3a.assumed.role.arn otherwise than the application does, but Hadoop keeps one"
          + " file system of a bucket for both. Set spark.hadoop.fs.";

  private static List<String> keptForBoth(CommandRun run) {
    return run.out().lines().filter(line -> line.contains("Hadoop keeps")).toList();
  }

  /** A job refuses to open either file system. */
  @Test
  void oneFileSystemCannotServeTwoSets() {
    CommandRun.Setting setting =
        setting()
            .conf("fs.s3.impl", "io.rolecall.s3a.RolecallFileSystem")
            .conf("fs.s3a.bucket.data.assumed.role.arn", ROLE)
            .conf("fs.s3a.bucket.results.assumed.role.arn", ROLE)
            .conf("fs.s3a.bucket.same.assumed.role.arn", ROLE)
            .conf(LAKE + "fs.s3a.bucket.results.assumed.role.arn", WRITER)
            .conf(LAKE + "fs.s3a.bucket.data.assumed.role.arn", WRITER);
    assertThat(keptForBoth(setting.run("check")))
        .containsExactly(
            "FAILED   routes         s3a://data and 1 more bucket: 'catalog lake' "
                + KEPT_FOR_BOTH
                + "s3a.impl.disable.cache = true",
            "FAILED   routes         s3a://data and 1 more bucket: 'catalog lake' "
                + KEPT_FOR_BOTH
                + "s3.impl.disable.cache = true");
    assertThat(keptForBoth(setting.run("check", "s3a://same/table"))).isEmpty();
    assertThat(keptForBoth(setting.run("check", "s3a://results/table")))
        .hasSize(2)
        .allMatch(
            line -> line.startsWith("FAILED   routes         s3a://results: 'catalog lake' "));
    setting.conf(LAKE + CACHE_OFF, "true");
    assertThat(keptForBoth(setting.run("check")))
        .as("the catalog's file systems are for it alone")
        .hasSize(1)
        .allMatch(line -> line.endsWith("Set spark.hadoop.fs.s3.impl.disable.cache = true"));
    setting.conf("fs.s3.impl.disable.cache", "true");
    assertThat(keptForBoth(setting.run("check"))).isEmpty();
  }

  @Test
  void aRouteOfEveryOtherBucketIsKeptForBothToo() {
    assertThat(
            keptForBoth(
                setting()
                    .conf("fs.s3a.assumed.role.arn", ROLE)
                    .conf(LAKE + "fs.s3a.assumed.role.arn", WRITER)
                    .run("check")))
        .containsExactly(
            "FAILED   routes         s3a://*: 'catalog lake' "
                + KEPT_FOR_BOTH
                + "s3a.impl.disable.cache = true");
  }

  /** S3FileIO opens no file system of Hadoop's; a catalog of files, and other tables, do. */
  @Test
  void aCatalogWithClientsOfItsOwnIsWarnedOf() {
    CommandRun.Setting setting =
        setting()
            .conf("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
            .conf("spark.sql.catalog.lake.io-impl", "org.apache.iceberg.aws.s3.S3FileIO")
            .conf(
                "spark.sql.catalog.lake.s3.client-factory-impl",
                "io.rolecall.iceberg.RolecallClientFactory")
            .conf("spark.sql.catalog.lake.rolecall.catalog", "lake")
            .conf(LAKE + "fs.s3a.bucket.results.assumed.role.arn", WRITER);
    String kept =
        "routes         s3a://results: 'catalog lake' "
            + KEPT_FOR_BOTH
            + "s3a.impl.disable.cache = true";
    assertThat(keptForBoth(setting.run("check"))).containsExactly("warning  " + kept);
    setting.conf("fs.s3a.bucket.results.assumed.role.arn", ROLE);
    assertThat(keptForBoth(setting.run("check"))).containsExactly("FAILED   " + kept);
  }
}
