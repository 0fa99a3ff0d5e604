package io.rolecall.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.routes.RouteBook;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IcebergCatalogsTest {

  private static final String S3_FILE_IO = "org.apache.iceberg.aws.s3.S3FileIO";
  private static final String FACTORY = "io.rolecall.iceberg.RolecallClientFactory";

  private final SparkConf conf =
      new SparkConf(false)
          .set("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
          .set("spark.sql.catalog.lake.type", "hadoop")
          .set("spark.sql.catalog.lake.warehouse", "s3://results/lake");
  private final Configuration hadoop = new Configuration(false);
  private boolean icebergIsThere = true;

  IcebergCatalogsTest() {
    hadoop.set("fs.s3a.bucket.results.assumed.role.arn", "arn:aws:iam::111122223333:role/w");
  }

  private List<String> check() {
    return IcebergCatalogs.check(
        conf, List.of(RouteBook.of(hadoop)), name -> icebergIsThere && name.equals(S3_FILE_IO));
  }

  private void set(String key, String value) {
    conf.set("spark.sql.catalog.lake." + key, value);
  }

  @Test
  void refusesS3FileIoWhereTheWarehouseIsRouted() {
    set("io-impl", S3_FILE_IO);
    assertThatThrownBy(this::check)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "spark.sql.catalog.lake.io-impl = 'org.apache.iceberg.aws.s3.S3FileIO': its clients take"
                + " whatever identity they find, not that of a route, and its warehouse is in"
                + " s3a://results, which is routed. Set"
                + " spark.sql.catalog.lake.s3.client-factory-impl="
                + FACTORY
                + ", or spark.sql.catalog.lake.io-impl=org.apache.iceberg.hadoop.HadoopFileIO. To"
                + " start all the same, set spark.rolecall.clients.unrouted=true");
  }

  @Test
  void warnsWithTheSwitch() {
    set("io-impl", S3_FILE_IO);
    conf.set("spark.rolecall.clients.unrouted", "true");
    assertThat(check())
        .singleElement()
        .asString()
        .startsWith("spark.rolecall.clients.unrouted=true: spark.sql.catalog.lake.io-impl = ");
  }

  @ParameterizedTest
  @CsvSource({
    "type, glue",
    "type, rest",
    "catalog-impl, org.apache.iceberg.aws.glue.GlueCatalog",
    "io-impl, org.apache.iceberg.io.ResolvingFileIO",
  })
  void knowsWhoUsesS3FileIo(String key, String value) {
    set(key, value);
    assertThatThrownBy(this::check)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("s3.client-factory-impl=" + FACTORY);
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
  void hasNothingAgainstAWarehouseElsewhere() {
    set("io-impl", S3_FILE_IO);
    set("warehouse", "s3://other/lake");
    assertThat(check()).isEmpty();
  }

  @Test
  void warnsWhereItDoesNotKnowTheWarehouse() {
    set("type", "rest");
    set("warehouse", "lake");
    assertThat(check())
        .containsExactly(
            "the catalog 'lake', which uses Iceberg's S3FileIO: its clients take whatever identity"
                + " they find, not that of a route. If its tables lie where routes are: Set"
                + " spark.sql.catalog.lake.s3.client-factory-impl="
                + FACTORY
                + ", or spark.sql.catalog.lake.io-impl=org.apache.iceberg.hadoop.HadoopFileIO");
  }

  @Test
  void tellsThatIcebergsAwsIsMissing() {
    set("io-impl", S3_FILE_IO);
    set("s3.client-factory-impl", FACTORY);
    icebergIsThere = false;
    assertThatThrownBy(this::check)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "spark.sql.catalog.lake.s3.client-factory-impl = '"
                + FACTORY
                + "': Iceberg's S3FileIO is not on the class path. Add iceberg-spark-runtime, or"
                + " iceberg-aws, of the version of your Iceberg");
  }

  @Test
  void aCatalogsOwnRoutesNeedItsName() {
    set("s3.client-factory-impl", FACTORY);
    set("hadoop.fs.s3a.assumed.role.arn", "arn:aws:iam::111122223333:role/other");
    assertThatThrownBy(this::check)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "spark.sql.catalog.lake.hadoop.fs.s3a.* keys are set, but S3FileIO does not read them."
                + " Set spark.sql.catalog.lake.rolecall.catalog=lake, so that Rolecall's factory does");
    set("rolecall.catalog", "lake");
    assertThat(check()).isEmpty();
  }

  @Test
  void catalogsOfOthersAreNotItsAffair() {
    conf.set("spark.sql.catalog.lake", "io.unitycatalog.spark.UCSingleCatalog");
    set("io-impl", S3_FILE_IO);
    assertThat(check()).isEmpty();
  }
}
