package io.rolecall.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.routes.RouteBook;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class CatalogsTest {

  private static final String REFUSAL =
      "spark.sql.catalog.lake.io-impl = 'org.apache.iceberg.aws.s3.S3FileIO': its clients take"
          + " whatever identity they find, not that of a route, and its warehouse is in"
          + " s3a://results, which is routed. Set"
          + " spark.sql.catalog.lake.s3.client-factory-impl=io.rolecall.iceberg.RolecallClientFactory;"
          + " or set spark.sql.catalog.lake.io-impl=org.apache.iceberg.hadoop.HadoopFileIO";

  private final SparkConf conf =
      new SparkConf(false)
          .set("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
          .set("spark.sql.catalog.lake.io-impl", "org.apache.iceberg.aws.s3.S3FileIO")
          .set("spark.sql.catalog.lake.warehouse", "s3://results/lake");

  private List<String> check(boolean icebergIsThere) {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.s3a.bucket.results.assumed.role.arn", "arn:aws:iam::111122223333:role/w");
    hadoop.set("fs.s3a.endpoint.region", "eu-west-1");
    return Catalogs.check(conf, List.of(RouteBook.of(hadoop)), name -> icebergIsThere);
  }

  @Test
  void refusesToStartWhereRoutedFilesWouldPassItBy() {
    assertThatThrownBy(() -> check(true))
        .isInstanceOf(ConfigException.class)
        .hasMessage(REFUSAL + ". To start all the same, set spark.rolecall.clients.unrouted=true");
  }

  /** A start of a driver takes long: it says all that is wrong. */
  @Test
  void saysAllThatIsWrongAtOnce() {
    conf.set("spark.plugins", "org.apache.gluten.GlutenPlugin");
    assertThatThrownBy(() -> check(true))
        .isInstanceOf(ConfigException.class)
        .message()
        .startsWith("'org.apache.gluten.GlutenPlugin' in spark.plugins loads Gluten, which reads ")
        .endsWith(
            "turns it on again.\n"
                + REFUSAL
                + ". To start all the same, set spark.rolecall.clients.unrouted=true");
  }

  @Test
  void warnsWithTheSwitch() {
    conf.set("spark.rolecall.clients.unrouted", "true");
    assertThat(check(true)).containsExactly("spark.rolecall.clients.unrouted=true: " + REFUSAL);
  }

  @Test
  void theSwitchDoesNotHelpWhatCannotWork() {
    conf.set("spark.rolecall.clients.unrouted", "true")
        .set(
            "spark.sql.catalog.lake.s3.client-factory-impl",
            "io.rolecall.iceberg.RolecallClientFactory");
    assertThatThrownBy(() -> check(false))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("of the version of your Iceberg");
  }

  @Test
  void warnsWhereTheWarehouseIsNotNamed() {
    conf.remove("spark.sql.catalog.lake.warehouse");
    assertThat(check(true))
        .singleElement()
        .asString()
        .contains("If its tables lie where routes are");
  }

  @Test
  void refusesToStartWithANativeReaderThatHasNoBridge() {
    conf.remove("spark.sql.catalog.lake").set("spark.plugins", "org.apache.gluten.GlutenPlugin");
    String refusal =
        "'org.apache.gluten.GlutenPlugin' in spark.plugins loads Gluten, which reads files in native"
            + " code and signs with whatever identity an executor finds, not with that of a route."
            + " Rolecall has no bridge for it: remove 'org.apache.gluten.GlutenPlugin' in"
            + " spark.plugins. spark.gluten.enabled=false does not help, because SQL's SET turns it"
            + " on again";
    assertThatThrownBy(() -> check(true))
        .isInstanceOf(ConfigException.class)
        .hasMessage(refusal + ". To start all the same, set spark.rolecall.clients.unrouted=true");
    conf.set("spark.rolecall.clients.unrouted", "true");
    assertThat(check(true)).containsExactly("spark.rolecall.clients.unrouted=true: " + refusal);
  }
}
