package io.rolecall.catalogs;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.catalogs.CatalogFinding.Kind;
import io.rolecall.routes.RouteBook;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IcebergCatalogsTest {

  private static final String S3_FILE_IO = "org.apache.iceberg.aws.s3.S3FileIO";
  private static final String FACTORY = "io.rolecall.iceberg.RolecallClientFactory";
  private static final String REMEDY =
      "Set spark.sql.catalog.lake.s3.client-factory-impl="
          + FACTORY
          + ", or spark.sql.catalog.lake.io-impl=org.apache.iceberg.hadoop.HadoopFileIO";

  private final Map<String, String> launched =
      new TreeMap<>(
          Map.of(
              "spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog",
              "spark.sql.catalog.lake.type", "hadoop",
              "spark.sql.catalog.lake.warehouse", "s3://results/lake"));
  private final Configuration hadoop = new Configuration(false);
  private boolean icebergIsThere = true;

  IcebergCatalogsTest() {
    hadoop.set("fs.s3a.bucket.results.assumed.role.arn", "arn:aws:iam::111122223333:role/w");
  }

  private List<CatalogFinding> check() {
    return IcebergCatalogs.check(
        launched, List.of(RouteBook.of(hadoop)), name -> icebergIsThere && name.equals(S3_FILE_IO));
  }

  private void set(String key, String value) {
    launched.put("spark.sql.catalog.lake." + key, value);
  }

  @Test
  void s3FileIoPassesByWhereTheWarehouseIsRouted() {
    set("io-impl", S3_FILE_IO);
    assertThat(check())
        .containsExactly(
            new CatalogFinding(
                Kind.PASSES_BY,
                "spark.sql.catalog.lake.io-impl = 'org.apache.iceberg.aws.s3.S3FileIO': its clients"
                    + " take whatever identity they find, not that of a route, and its warehouse is in"
                    + " s3a://results, which is routed",
                REMEDY));
  }

  @ParameterizedTest
  @CsvSource({
    "type, glue",
    "type, rest",
    "type, REST",
    "catalog-impl, org.apache.iceberg.aws.glue.GlueCatalog",
    "io-impl, org.apache.iceberg.io.ResolvingFileIO",
    "IO-IMPL, org.apache.iceberg.aws.s3.S3FileIO",
    "Io-Impl, org.apache.iceberg.aws.s3.S3FileIO",
    "TYPE, glue",
    "Catalog-Impl, org.apache.iceberg.aws.glue.GlueCatalog",
  })
  void knowsWhoUsesS3FileIo(String key, String value) {
    set(key, value);
    assertThat(check())
        .singleElement()
        .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Kind.PASSES_BY));
  }

  @ParameterizedTest
  @CsvSource({
    "io-impl, org.apache.iceberg.hadoop.HadoopFileIO",
    "type, hadoop",
    "type, hive",
    "s3.client-factory-impl, io.rolecall.iceberg.RolecallClientFactory",
  })
  void hasNothingAgainst(String key, String value) {
    set(key, value);
    assertThat(check()).isEmpty();
  }

  @Test
  void knowsAWarehouseInWhateverCaseItsKeyIs() {
    set("io-impl", S3_FILE_IO);
    set("warehouse", "s3://other/lake");
    set("WAREHOUSE", "s3://results/lake");
    assertThat(check()).extracting(CatalogFinding::kind).containsExactly(Kind.PASSES_BY);
  }

  @Test
  void hasNothingAgainstAWarehouseElsewhere() {
    set("io-impl", S3_FILE_IO);
    set("warehouse", "s3://other/lake");
    assertThat(check()).isEmpty();
  }

  @Test
  void mightPassByWhereTheWarehouseIsNotKnown() {
    set("type", "rest");
    set("warehouse", "lake");
    assertThat(check())
        .containsExactly(
            new CatalogFinding(
                Kind.MIGHT_PASS_BY,
                "the catalog 'lake', which uses Iceberg's S3FileIO: its clients take whatever"
                    + " identity they find, not that of a route",
                "If its tables lie where routes are: " + REMEDY));
  }

  @Test
  void tellsThatIcebergsAwsIsMissing() {
    set("s3.client-factory-impl", FACTORY);
    icebergIsThere = false;
    assertThat(check())
        .extracting(CatalogFinding::message)
        .containsExactly(
            "spark.sql.catalog.lake.s3.client-factory-impl = '"
                + FACTORY
                + "': Iceberg's S3FileIO is not on the class path. Add iceberg-spark-runtime, or"
                + " iceberg-aws, of the version of your Iceberg");
  }

  @Test
  void aCatalogsOwnRoutesNeedItsName() {
    set("s3.client-factory-impl", FACTORY);
    set("hadoop.fs.s3a.assumed.role.arn", "arn:aws:iam::111122223333:role/other");
    assertThat(check())
        .extracting(CatalogFinding::message)
        .containsExactly(
            "spark.sql.catalog.lake.hadoop.fs.s3a.* keys are set, but S3FileIO does not read them."
                + " Set spark.sql.catalog.lake.rolecall.catalog=lake, so that Rolecall's factory does");
    set("rolecall.catalog", "lake");
    assertThat(check()).isEmpty();
  }

  @Test
  void aRoleOfIcebergsOwnIsNamed() {
    set("s3.client-factory-impl", FACTORY);
    set("client.assume-role.arn", "arn:aws:iam::111122223333:role/other");
    assertThat(check())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.message())
                    .startsWith("the catalog 'lake'. client.assume-role.arn is set for a catalog")
                    .endsWith("'rolecall import iceberg' turns it into a route; then remove it"));
  }

  @Test
  void catalogsOfOthersAreNotItsAffair() {
    launched.put("spark.sql.catalog.lake", "io.unitycatalog.spark.UCSingleCatalog");
    set("io-impl", S3_FILE_IO);
    assertThat(check()).isEmpty();
  }
}
