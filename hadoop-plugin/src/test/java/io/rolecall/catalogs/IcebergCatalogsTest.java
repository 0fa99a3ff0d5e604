package io.rolecall.catalogs;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.catalogs.CatalogFinding.Kind;
import io.rolecall.routes.RouteBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IcebergCatalogsTest {

  private static final String S3_FILE_IO = "org.apache.iceberg.aws.s3.S3FileIO";
  private static final String FACTORY = "io.rolecall.iceberg.RolecallClientFactory";
  private static final String REGION = "fs.s3a.endpoint.region";
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
  private final List<RouteBook> sets = new ArrayList<>();
  private boolean icebergIsThere = true;

  IcebergCatalogsTest() {
    hadoop.set("fs.s3a.bucket.results.assumed.role.arn", "arn:aws:iam::111122223333:role/w");
    hadoop.set(REGION, "eu-west-1");
    sets.add(RouteBook.of(hadoop));
  }

  private List<CatalogFinding> check() {
    sets.set(0, RouteBook.of(hadoop)); // It reads once.
    return IcebergCatalogs.check(launched, sets, name -> icebergIsThere && name.equals(S3_FILE_IO));
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
                "the catalog 'lake', which uses Iceberg's S3FileIO: its clients take what its server"
                    + " vends, or whatever identity they find, not that of a route",
                "If its tables lie where routes are: " + REMEDY));
  }

  /** Each row: the properties, then what is said of the clients. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "client.credentials-provider=com.vendor.Keys"
            + "| have the credentials of spark.sql.catalog.lake.client.credentials-provider ="
            + " ''com.vendor.Keys'', not those of their files'' routes",
        "s3.access-key-id=AKIAIOSFODNN7EXAMPLE"
            + "| have the keys of spark.sql.catalog.lake.s3.access-key-id, not those of a route",
        "client.factory=com.vendor.Clients"
            + "| are made by spark.sql.catalog.lake.client.factory = ''com.vendor.Clients'', which"
            + " knows no routes",
        "s3.client-factory-impl=com.vendor.S3Clients client.factory=com.vendor.Clients"
            + "| are made by spark.sql.catalog.lake.s3.client-factory-impl ="
            + " ''com.vendor.S3Clients'', which knows no routes",
        "client.assume-role.arn=arn:aws:iam::111122223333:role/other"
            + "| take whatever identity they find, not that of a route",
      })
  void tellsWhoSignsInstead(String properties, String signing) {
    set("io-impl", S3_FILE_IO);
    for (String property : properties.split(" ")) {
      set(property.split("=")[0], property.split("=")[1]);
    }
    assertThat(check())
        .containsExactly(
            new CatalogFinding(
                Kind.PASSES_BY,
                "spark.sql.catalog.lake.io-impl = 'org.apache.iceberg.aws.s3.S3FileIO': its clients "
                    + signing.replace("''", "'")
                    + ", and its warehouse is in s3a://results, which is routed",
                REMEDY));
  }

  /** Who has not migrated yet is told how. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.iceberg.aws.AssumeRoleAwsClientFactory",
        "org.apache.iceberg.aws.lakeformation.LakeFormationAwsClientFactory"
      })
  void aRoleThatIcebergAssumesIsNamedWithTheWayOutOfIt(String factory) {
    set("type", "glue");
    set("client.factory", factory);
    set("client.assume-role.arn", "arn:aws:iam::111122223333:role/other");
    assertThat(check())
        .containsExactly(
            new CatalogFinding(
                Kind.PASSES_BY,
                "the catalog 'lake', which uses Iceberg's S3FileIO: its clients assume the role of"
                    + " spark.sql.catalog.lake.client.assume-role.arn ="
                    + " 'arn:aws:iam::111122223333:role/other' by themselves, with whatever identity"
                    + " they find, not by a route, and its warehouse is in s3a://results, which is"
                    + " routed",
                "Set spark.sql.catalog.lake.s3.client-factory-impl="
                    + FACTORY
                    + " and remove client.factory and client.assume-role.*, which 'rolecall import"
                    + " iceberg' turns into a route; or set spark.sql.catalog.lake.io-impl="
                    + "org.apache.iceberg.hadoop.HadoopFileIO"));
  }

  @ParameterizedTest
  @CsvSource({
    "io-impl, org.apache.iceberg.hadoop.HadoopFileIO",
    "warehouse, s3://other/lake",
  })
  void aRoleOfGlueThatIcebergAssumesIsWarnedOf(String key, String value) {
    set("type", "glue");
    set(key, value);
    set("client.factory", "org.apache.iceberg.aws.AssumeRoleAwsClientFactory");
    set("client.assume-role.arn", "arn:aws:iam::111122223333:role/other");
    assertThat(check())
        .containsExactly(
            new CatalogFinding(
                Kind.MIGHT_PASS_BY,
                "spark.sql.catalog.lake.client.assume-role.arn ="
                    + " 'arn:aws:iam::111122223333:role/other': Iceberg's clients of Glue and DynamoDB"
                    + " assume this role by themselves, with whatever identity they find, not by a"
                    + " route",
                "'rolecall import iceberg' turns it into a route with a name, and says what to set"));
  }

  @Test
  void aRoleThatNobodyAssumesIsNotItsAffair() {
    set("client.factory", "org.apache.iceberg.aws.AssumeRoleAwsClientFactory");
    set("client.assume-role.arn", "arn:aws:iam::111122223333:role/other");
    assertThat(check()).as("a catalog of files has no such client").isEmpty();
    set("type", "glue");
    set("io-impl", "org.apache.iceberg.hadoop.HadoopFileIO");
    hadoop.clear();
    assertThat(check()).as("nothing is routed").isEmpty();
  }

  @Test
  void aMissingRegionIsFoundBeforeTheFirstClient() {
    set("s3.client-factory-impl", FACTORY);
    hadoop.unset(REGION);
    assertThat(check())
        .extracting(CatalogFinding::message)
        .containsExactly(
            "the catalog 'lake' cannot be used so. a catalog whose files are signed by Rolecall's routes has no region:"
                + " set client.region among its properties (spark.sql.catalog.NAME.client.region), or"
                + " fs.s3a.endpoint.region");
    set("client.region", "Frankfurt!");
    assertThat(check())
        .extracting(CatalogFinding::message)
        .containsExactly(
            "the catalog 'lake' cannot be used so. client.region = 'Frankfurt!': expected a region such as eu-west-1");
    set("client.region", "eu-central-1");
    assertThat(check()).isEmpty();
  }

  /** Its server may send one with each table. */
  @ParameterizedTest
  @CsvSource({
    "type, rest",
    "catalog-impl, org.apache.iceberg.rest.RESTCatalog",
    "catalog-impl, com.vendor.Catalog"
  })
  void whoMayVendARegionNeedsNone(String key, String value) {
    set("s3.client-factory-impl", FACTORY);
    launched.remove("spark.sql.catalog.lake.type");
    set(key, value);
    hadoop.unset(REGION);
    assertThat(check()).isEmpty();
  }

  @Test
  void aCatalogsOwnRegionIsThatOfItsOwnKeys() {
    set("s3.client-factory-impl", FACTORY);
    set("hadoop." + REGION, "eu-west-1");
    set("rolecall.catalog", "lake");
    hadoop.unset(REGION);
    Configuration ofLake = new Configuration(hadoop);
    ofLake.set(REGION, "eu-west-1");
    sets.add(RouteBook.of("catalog lake", ofLake));
    assertThat(check()).isEmpty();
  }

  @Test
  void theNameOfAClientHasARoute() {
    hadoop.set(
        "fs.s3a.rolecall.routes",
        "{\"version\": 1, \"routes\": [{\"client\": \"glue\", \"role\":"
            + " \"arn:aws:iam::111122223333:role/g\"}]}");
    set("type", "hive");
    set("client.credentials-provider", "io.rolecall.client.NamedCredentialsProvider");
    set("client.credentials-provider.name", "gleu");
    assertThat(check())
        .extracting(CatalogFinding::message)
        .containsExactly(
            "spark.sql.catalog.lake.client.credentials-provider.name = 'gleu': no route has this name"
                + " as its 'client'. Write such a route, or name one of: glue");
    set("client.credentials-provider.name", "glue");
    assertThat(check()).isEmpty();
    set("client.credentials-provider.name", "");
    assertThat(check())
        .extracting(CatalogFinding::message)
        .containsExactly(
            "spark.sql.catalog.lake.client.credentials-provider ="
                + " 'io.rolecall.client.NamedCredentialsProvider', but there is no name of a route"
                + ". Set spark.sql.catalog.lake.client.credentials-provider.name to the 'client' of"
                + " one: glue");
    hadoop.set("fs.s3a.rolecall.client", "glue");
    assertThat(check()).isEmpty();
  }

  @Test
  void aNameWithoutAnyRouteOfAClientIsRefused() {
    set("type", "hive");
    set("client.credentials-provider", "io.rolecall.client.NamedCredentialsProvider");
    set("client.credentials-provider.name", "glue");
    assertThat(check())
        .extracting(CatalogFinding::message)
        .containsExactly(
            "spark.sql.catalog.lake.client.credentials-provider.name = 'glue': no route has this name"
                + " as its 'client'. Write such a route; there is none with a 'client'");
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
    sets.add(RouteBook.of("catalog lake", hadoop));
    assertThat(check()).isEmpty();
  }

  /** As the job would find out with its first file. */
  @ParameterizedTest
  @ValueSource(strings = {"lake", "laek", ""})
  void aCatalogThatIsNamedHasKeysOfItsOwn(String named) {
    set("s3.client-factory-impl", FACTORY);
    set("rolecall.catalog", named);
    assertThat(check())
        .containsExactly(
            new CatalogFinding(
                Kind.WRONG,
                "spark.sql.catalog.lake.rolecall.catalog = '"
                    + named
                    + "': this application was started without any spark.sql.catalog."
                    + named
                    + ".hadoop.* keys",
                "Set them at launch, or remove rolecall.catalog"));
  }

  @Test
  void aRoleOfIcebergsOwnIsNamed() {
    set("s3.client-factory-impl", FACTORY);
    set("client.assume-role.arn", "arn:aws:iam::111122223333:role/other");
    assertThat(check())
        .extracting(CatalogFinding::message)
        .containsExactly(
            "the catalog 'lake' cannot be used so. client.assume-role.arn is set for a catalog whose files are signed by"
                + " Rolecall's routes (s3.client-factory-impl = "
                + FACTORY
                + "), so that there are two who could sign. 'rolecall import iceberg' turns it into a"
                + " route; then remove it");
  }

  @Test
  void catalogsOfOthersAreNotItsAffair() {
    launched.put("spark.sql.catalog.lake", "io.unitycatalog.spark.UCSingleCatalog");
    set("io-impl", S3_FILE_IO);
    assertThat(check()).isEmpty();
  }
}
