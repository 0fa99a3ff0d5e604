package io.rolecall.catalogs;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.catalogs.CatalogFinding.Kind;
import io.rolecall.routes.RouteBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
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
          + "; or set spark.sql.catalog.lake.io-impl=org.apache.iceberg.hadoop.HadoopFileIO";

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

  /** A catalog whose files are signed by routes. */
  private void useFactory() {
    set("io-impl", S3_FILE_IO);
    set("s3.client-factory-impl", FACTORY);
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
                "If its tables lie where routes are: "
                    + remedy(", and have the catalog's server vend no credentials")));
  }

  /** Each row: the properties, what is said of the clients, and what has to go. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "client.credentials-provider=com.vendor.Keys"
            + "| have the credentials of spark.sql.catalog.lake.client.credentials-provider ="
            + " ''com.vendor.Keys'', not those of their files'' routes"
            + "| client.credentials-provider",
        "s3.access-key-id=AKIAIOSFODNN7EXAMPLE s3.secret-access-key=secret"
            + "| have the keys of spark.sql.catalog.lake.s3.access-key-id, not those of a route"
            + "| s3.access-key-id, s3.secret-access-key",
        "client.factory=com.vendor.Clients"
            + "| are made by spark.sql.catalog.lake.client.factory = ''com.vendor.Clients'', which"
            + " knows no routes"
            + "| client.factory",
        "s3.client-factory-impl=com.vendor.S3Clients"
            + "| are made by spark.sql.catalog.lake.s3.client-factory-impl ="
            + " ''com.vendor.S3Clients'', which knows no routes|",
        "client.assume-role.arn=arn:aws:iam::111122223333:role/other"
            + "| take whatever identity they find, not that of a route| client.assume-role.arn",
        "s3.remote-signing-enabled=true"
            + "| take whatever identity they find, not that of a route"
            + "| s3.remote-signing-enabled",
      })
  void tellsWhoSignsInstead(String properties, String signing, @Nullable String rivals) {
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
                remedy(rivals == null ? "" : " and remove " + rivals)));
    assertThat(check().get(0).message()).doesNotContain("AKIA", "=secret");
  }

  /** Whoever does as he is told is not told another thing next time. */
  @Test
  void theRemedyIsEnough() {
    set("io-impl", S3_FILE_IO);
    set("client.factory", "com.vendor.Clients");
    set("s3.access-key-id", "AKIAIOSFODNN7EXAMPLE");
    assertThat(check()).hasSize(1);
    set("s3.client-factory-impl", FACTORY);
    launched.remove("spark.sql.catalog.lake.client.factory");
    launched.remove("spark.sql.catalog.lake.s3.access-key-id");
    assertThat(check()).isEmpty();
  }

  /** Who has not migrated yet is told how. */
  @ParameterizedTest
  @CsvSource({
    "client.factory, org.apache.iceberg.aws.AssumeRoleAwsClientFactory, 'client.assume-role.arn,"
        + " client.factory'",
    "client.factory, org.apache.iceberg.aws.lakeformation.LakeFormationAwsClientFactory,"
        + " 'client.assume-role.arn, client.factory'",
    "glue.lakeformation-enabled, true, client.assume-role.arn"
  })
  void aRoleThatIcebergAssumesIsNamedWithTheWayOutOfIt(String key, String value, String rivals) {
    set("type", "glue");
    set(key, value);
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
                remedy(
                    " and remove "
                        + rivals
                        + " ('rolecall import iceberg' turns the role into a route, and says what"
                        + " else to set)")));
  }

  private static String remedy(String andThen) {
    return "Set spark.sql.catalog.lake.s3.client-factory-impl="
        + FACTORY
        + andThen
        + "; or set spark.sql.catalog.lake.io-impl=org.apache.iceberg.hadoop.HadoopFileIO";
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
                "'rolecall import iceberg' turns the role into a route, and says what else to set"));
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
    useFactory();
    hadoop.unset(REGION);
    assertThat(check())
        .containsExactly(
            new CatalogFinding(
                Kind.WRONG,
                "spark.sql.catalog.lake.client.region is not set, nor is fs.s3a.endpoint.region:"
                    + " Rolecall signs for a region, and does not ask the node for one",
                "Set spark.sql.catalog.lake.client.region or fs.s3a.endpoint.region to one such as"
                    + " eu-west-1"));
    hadoop.set(REGION, "sdk");
    assertThat(check())
        .extracting(CatalogFinding::text)
        .containsExactly(
            "fs.s3a.endpoint.region = 'sdk' has the SDK ask the node for a region, which Rolecall"
                + " does not");
    set("client.region", "Frankfurt!");
    assertThat(check())
        .extracting(CatalogFinding::text)
        .containsExactly("spark.sql.catalog.lake.client.region = 'Frankfurt!' is not a region");
    set("client.region", "eu-central-1");
    assertThat(check()).isEmpty();
  }

  /** There the factory is never used. */
  @Test
  void aFactoryThatIsLeftOverNeedsNothing() {
    set("s3.client-factory-impl", FACTORY);
    set("client.assume-role.arn", "arn:aws:iam::111122223333:role/other");
    set("rolecall.catalog", "laek");
    hadoop.unset(REGION);
    icebergIsThere = false;
    assertThat(check()).as("a catalog of files, whose files are HadoopFileIO's").isEmpty();
    set("type", "glue");
    set("io-impl", "org.apache.iceberg.hadoop.HadoopFileIO");
    assertThat(check()).isEmpty();
    launched.remove("spark.sql.catalog.lake.io-impl");
    assertThat(check()).as("S3FileIO, as Glue's catalog has it").isNotEmpty();
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
    useFactory();
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
    set("type", "glue");
    set("io-impl", "org.apache.iceberg.hadoop.HadoopFileIO");
    set("client.credentials-provider", "io.rolecall.client.NamedCredentialsProvider");
    set("client.credentials-provider.name", "gleu");
    assertThat(check())
        .extracting(CatalogFinding::message)
        .containsExactly(
            "spark.sql.catalog.lake.client.credentials-provider.name = 'gleu': no route has this name"
                + " as its 'client'. Write a route with \"client\": \"gleu\", or name one of: glue");
    set("client.credentials-provider.name", "glue");
    assertThat(check()).isEmpty();
    set("client.credentials-provider.name", "");
    assertThat(check())
        .extracting(CatalogFinding::message)
        .containsExactly(
            "spark.sql.catalog.lake.client.credentials-provider ="
                + " 'io.rolecall.client.NamedCredentialsProvider', but no route is named. Set spark.sql.catalog.lake.client.credentials-provider.name to the 'client' of"
                + " one: glue");
    hadoop.set("fs.s3a.rolecall.client", "glue");
    assertThat(check()).isEmpty();
  }

  @Test
  void aProviderThatIsLeftOverNeedsNoRoute() {
    set("client.credentials-provider", "io.rolecall.client.NamedCredentialsProvider");
    set("client.credentials-provider.name", "gleu");
    assertThat(check()).as("a catalog of files has no such client").isEmpty();
  }

  @Test
  void aNameWithoutAnyRouteOfAClientIsRefused() {
    set("type", "glue");
    set("io-impl", "org.apache.iceberg.hadoop.HadoopFileIO");
    set("client.credentials-provider", "io.rolecall.client.NamedCredentialsProvider");
    set("client.credentials-provider.name", "glue");
    assertThat(check())
        .extracting(CatalogFinding::message)
        .containsExactly(
            "spark.sql.catalog.lake.client.credentials-provider.name = 'glue': no route has this name"
                + " as its 'client'. Write a route with \"client\": \"glue\"");
  }

  @Test
  void tellsThatIcebergsAwsIsMissing() {
    useFactory();
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
    useFactory();
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
    useFactory();
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
                "Correct the name, set such keys at launch, or remove rolecall.catalog"));
  }

  @Test
  void aRoleOfIcebergsOwnIsNamed() {
    useFactory();
    set("client.assume-role.arn", "arn:aws:iam::111122223333:role/other");
    assertThat(check())
        .extracting(CatalogFinding::message)
        .containsExactly(
            "spark.sql.catalog.lake.client.assume-role.arn is set for a catalog whose files are signed by"
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
