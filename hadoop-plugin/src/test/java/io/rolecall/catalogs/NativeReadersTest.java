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

class NativeReadersTest {

  private static final String BRIDGE = "io.rolecall.comet.RolecallCredentialsProvider";
  private static final String S3A = "fs.s3a.comet.credential.provider.class";
  private static final String LAKE = "spark.sql.catalog.lake.s3.comet.credential.provider.class";
  private static final String SIGNS_BY_ITSELF =
      ", which reads files in native code and signs with whatever identity an executor finds, not"
          + " with that of a route";
  private static final String REMOVE_COMET =
      "remove 'org.apache.spark.CometPlugin' in spark.plugins. spark.comet.scan.enabled=false and"
          + " the like do not help, because SQL's SET turns it on again";

  private final Map<String, String> launched = new TreeMap<>();
  private final Configuration hadoop = new Configuration(false);
  private boolean bridgeIsThere = true;

  NativeReadersTest() {
    hadoop.set("fs.s3a.bucket.results.assumed.role.arn", "arn:aws:iam::111122223333:role/w");
    launched.put("spark.plugins", "io.rolecall.spark.RolecallPlugin,org.apache.spark.CometPlugin");
  }

  private List<CatalogFinding> check() {
    return NativeReaders.check(
        launched,
        List.of(RouteBook.of(hadoop), RouteBook.of("catalog lake", hadoop)),
        name -> bridgeIsThere && name.equals(BRIDGE));
  }

  private void addIceberg() {
    launched.put("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog");
    launched.put("spark.sql.catalog.lake.type", "hadoop");
    launched.put("spark.sql.catalog.lake.s3.region", "eu-west-1");
  }

  @Test
  void cometNeedsTheBridge() {
    assertThat(check())
        .containsExactly(
            new CatalogFinding(
                Kind.PASSES_BY,
                "'org.apache.spark.CometPlugin' in spark.plugins loads Comet"
                    + SIGNS_BY_ITSELF
                    + ": spark.hadoop.fs.s3a.comet.credential.provider.class is not set",
                "Set this key to " + BRIDGE + ", or " + REMOVE_COMET));
    hadoop.set(S3A, BRIDGE);
    assertThat(check()).isEmpty();
  }

  @Test
  void cometNeedsTheBridgeForEachCatalogOfIceberg() {
    hadoop.set(S3A, BRIDGE);
    addIceberg();
    launched.put("spark.sql.catalog.spark_catalog", "org.apache.iceberg.spark.SparkSessionCatalog");
    launched.put("spark.sql.catalog.other", "io.unitycatalog.spark.UCSingleCatalog");
    assertThat(check())
        .extracting(CatalogFinding::message)
        .containsExactly(
            "'org.apache.spark.CometPlugin' in spark.plugins loads Comet"
                + SIGNS_BY_ITSELF
                + ": spark.sql.catalog.lake.s3.comet.credential.provider.class is not set,"
                + " spark.sql.catalog.spark_catalog.s3.comet.credential.provider.class is not set."
                + " Set each of these keys to "
                + BRIDGE
                + ", or "
                + REMOVE_COMET);
    launched.put(LAKE, BRIDGE);
    launched.put(
        "spark.sql.catalog.spark_catalog.s3.comet.credential.provider.class", " " + BRIDGE);
    launched.put("spark.sql.catalog.spark_catalog.s3.region", "eu-west-1");
    assertThat(check()).isEmpty();
  }

  @Test
  void anotherBridgeIsNone() {
    hadoop.set(S3A, "com.vendor.Bridge");
    hadoop.set("fs.s3a.bucket.results.comet.credential.provider.class", "com.vendor.OfBucket");
    addIceberg();
    launched.put(LAKE, "com.vendor.OfCatalog");
    launched.put(
        "spark.sql.catalog.lake.hadoop.fs.s3a.comet.credential.provider.class", "com.vendor.Own");
    launched.put("spark.sql.catalog.lake.rolecall.catalog", "lake");
    assertThat(check())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.text())
                    .endsWith(
                        ": spark.hadoop.fs.s3a.comet.credential.provider.class ="
                            + " 'com.vendor.Bridge',"
                            + " spark.hadoop.fs.s3a.bucket.results.comet.credential.provider.class ="
                            + " 'com.vendor.OfBucket',"
                            + " spark.sql.catalog.lake.s3.comet.credential.provider.class ="
                            + " 'com.vendor.OfCatalog',"
                            + " spark.sql.catalog.lake.hadoop.fs.s3a.comet.credential.provider.class"
                            + " = 'com.vendor.Own'"));
  }

  @Test
  void aCatalogsOwnRoutesNeedItsName() {
    hadoop.set(S3A, BRIDGE);
    addIceberg();
    launched.put(LAKE, BRIDGE);
    launched.put(
        "spark.sql.catalog.lake.hadoop.fs.s3a.assumed.role.arn",
        "arn:aws:iam::111122223333:role/other");
    assertThat(check())
        .containsExactly(
            new CatalogFinding(
                Kind.WRONG,
                "spark.sql.catalog.lake.hadoop.fs.s3a.* keys are set, but Comet reads this catalog's"
                    + " files without them",
                "Set spark.sql.catalog.lake.rolecall.catalog=lake, so that Rolecall's bridge uses"
                    + " them"));
    launched.put("spark.sql.catalog.lake.rolecall.catalog", "lake");
    assertThat(check()).isEmpty();
  }

  @Test
  void aCatalogThatIsNamedHasKeysOfItsOwn() {
    hadoop.set(S3A, BRIDGE);
    addIceberg();
    launched.put(LAKE, BRIDGE);
    launched.put("spark.sql.catalog.lake.rolecall.catalog", "laek");
    assertThat(check())
        .containsExactly(
            new CatalogFinding(
                Kind.WRONG,
                "spark.sql.catalog.lake.rolecall.catalog = 'laek': this application was started without"
                    + " any spark.sql.catalog.laek.hadoop.* keys",
                "Correct the name, set such keys at launch, or remove rolecall.catalog"));
  }

  @Test
  void cometIsToldACatalogsRegion() {
    hadoop.set(S3A, BRIDGE);
    addIceberg();
    launched.put(LAKE, BRIDGE);
    launched.remove("spark.sql.catalog.lake.s3.region");
    assertThat(check())
        .containsExactly(
            new CatalogFinding(
                Kind.INCOMPLETE,
                "spark.sql.catalog.lake.s3.region is not set, nor is fs.s3a.endpoint.region: Comet reads"
                    + " this catalog's files in the region that an executor's environment names, if it"
                    + " names one",
                "Set it to the region of the catalog's buckets"));
    launched.put("spark.sql.catalog.lake.client.region", "eu-west-1");
    assertThat(check()).isEmpty();
    launched.remove("spark.sql.catalog.lake.client.region");
    hadoop.set("fs.s3a.endpoint.region", "eu-west-1");
    assertThat(check()).isEmpty();
    hadoop.unset("fs.s3a.endpoint.region");
    launched.remove("spark.plugins");
    assertThat(check()).as("nobody reads them so").isEmpty();
  }

  @Test
  void cometsSwitchesDoNotMatter() {
    launched.put("spark.comet.enabled", "false");
    launched.put("spark.comet.scan.enabled", "false");
    assertThat(check()).hasSize(1);
  }

  @Test
  void aBridgeThatCannotBeLoadedIsNone() {
    hadoop.set(S3A, BRIDGE);
    bridgeIsThere = false;
    assertThat(check())
        .containsExactly(
            new CatalogFinding(
                Kind.WRONG,
                "spark.hadoop.fs.s3a.comet.credential.provider.class = '"
                    + BRIDGE
                    + "', which cannot be loaded: Comet would read tables of Iceberg with whatever"
                    + " identity an executor finds",
                "Use Comet 1.2 or later, and put Rolecall's jars where Comet's are: all in"
                    + " spark.jars, or all on the class path of driver and executors"));
  }

  @ParameterizedTest
  @CsvSource({
    "spark.plugins, org.apache.gluten.GlutenPlugin",
    "spark.plugins, io.glutenproject.GlutenPlugin",
    "spark.sql.extensions, org.apache.gluten.extension.GlutenSessionExtensions",
  })
  void glutenHasNoBridge(String list, String name) {
    launched.clear();
    launched.put(list, "com.vendor.Other, " + name);
    launched.put("spark.gluten.enabled", "false");
    hadoop.set(S3A, BRIDGE);
    assertThat(check())
        .containsExactly(
            new CatalogFinding(
                Kind.PASSES_BY,
                "'" + name + "' in " + list + " loads Gluten" + SIGNS_BY_ITSELF,
                "Rolecall has no bridge for it: remove '"
                    + name
                    + "' in "
                    + list
                    + ". spark.gluten.enabled=false does not help, because SQL's SET turns it on"
                    + " again"));
  }

  @Test
  void namesAllThatLoadsIt() {
    launched.put("spark.sql.extensions", "org.apache.comet.CometSparkSessionExtensions");
    assertThat(check())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.message())
                    .startsWith(
                        "'org.apache.spark.CometPlugin' in spark.plugins and"
                            + " 'org.apache.comet.CometSparkSessionExtensions' in"
                            + " spark.sql.extensions load Comet, which reads")
                    .contains(
                        "or remove 'org.apache.spark.CometPlugin' in spark.plugins and"
                            + " 'org.apache.comet.CometSparkSessionExtensions' in"
                            + " spark.sql.extensions. "));
  }

  @Test
  void hasNothingAgainstAJobWithoutRoutes() {
    hadoop.clear();
    assertThat(check()).isEmpty();
  }

  @Test
  void hasNothingAgainstOtherPlugins() {
    launched.put("spark.plugins", "io.rolecall.spark.RolecallPlugin, com.vendor.CometLike");
    assertThat(check()).isEmpty();
  }
}
