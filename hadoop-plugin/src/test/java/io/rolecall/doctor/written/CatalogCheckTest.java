package io.rolecall.doctor.written;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.CheckStep.Outcome;
import io.rolecall.doctor.check.Findings;
import io.rolecall.routes.HadoopUser;
import java.time.Clock;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/**
 * What {@code rolecall check} says of Iceberg's catalogs, and native readers, in Spark's
 * properties.
 */
class CatalogCheckTest {

  private final Configuration conf = new Configuration(false);

  CatalogCheckTest() {
    conf.set("fs.s3a.bucket.results.assumed.role.arn", "arn:aws:iam::111122223333:role/w");
    conf.set("fs.s3a.endpoint.region", "eu-west-1");
    conf.set("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog");
    conf.set("spark.sql.catalog.lake.type", "glue");
    conf.set("spark.sql.catalog.lake.warehouse", "s3://results/lake");
  }

  private List<CheckStep> check() {
    return new CatalogCheck()
        .check(
            CheckContext.of(
                conf, HadoopUser.of("alice", conf), List.of(), List.of(), Clock.systemUTC()),
            new Findings());
  }

  @Test
  void saysWhatADriverWouldRefuse() {
    assertThat(check())
        .containsExactly(
            new CheckStep(
                "catalogs",
                Outcome.FAILED,
                "the catalog 'lake', which uses Iceberg's S3FileIO: its clients take whatever identity"
                    + " they find, not that of a route, and its warehouse is in s3a://results, which is"
                    + " routed",
                "Set spark.sql.catalog.lake.s3.client-factory-impl=io.rolecall.iceberg.RolecallClientFactory;"
                    + " or set spark.sql.catalog.lake.io-impl=org.apache.iceberg.hadoop.HadoopFileIO",
                null));
  }

  @Test
  void warnsOfAMetastoreThatMakesFoldersByItself() {
    conf.unset("spark.sql.catalog.lake");
    conf.set("spark.hadoop.hive.metastore.uris", "thrift://metastore:9083");
    conf.set("spark.sql.warehouse.dir", "s3a://results/lake");
    assertThat(check())
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.step()).isEqualTo("metastore");
              assertThat(step.outcome()).isEqualTo(Outcome.WARNING);
            });
  }

  @Test
  void warnsWhereTheWarehouseIsNotKnown() {
    conf.unset("spark.sql.catalog.lake.warehouse");
    assertThat(check()).extracting(CheckStep::outcome).containsExactly(Outcome.WARNING);
  }

  /** As a driver has it: each catalog may have routes of its own. */
  @Test
  void knowsTheRoutesThatACatalogHasForItself() {
    conf.unset("fs.s3a.bucket.results.assumed.role.arn");
    assertThat(check()).isEmpty();
    conf.set(
        "spark.sql.catalog.lake.hadoop.fs.s3a.bucket.results.assumed.role.arn",
        "arn:aws:iam::111122223333:role/w");
    assertThat(check()).extracting(CheckStep::outcome).containsExactly(Outcome.FAILED);
  }

  @Test
  void warnsWhereADriverWouldStartAllTheSame() {
    conf.set("spark.rolecall.clients.unrouted", "true");
    assertThat(check()).extracting(CheckStep::outcome).containsExactly(Outcome.WARNING);
  }

  @Test
  void namesARoleOfIcebergsOwn() {
    conf.set(
        "spark.sql.catalog.lake.s3.client-factory-impl",
        "io.rolecall.iceberg.RolecallClientFactory");
    assertThat(check()).isEmpty();
    conf.set("spark.sql.catalog.lake.client.assume-role.arn", "arn:aws:iam::111122223333:role/x");
    assertThat(check())
        .containsExactly(
            new CheckStep(
                "catalogs",
                Outcome.FAILED,
                "spark.sql.catalog.lake.client.assume-role.arn is set for a catalog whose files are signed by"
                    + " Rolecall's routes (s3.client-factory-impl ="
                    + " io.rolecall.iceberg.RolecallClientFactory), so that there are two who could"
                    + " sign",
                "'rolecall import iceberg' turns it into a route;" + " then remove it",
                null));
  }

  @Test
  void saysThatANativeReaderHasNoBridge() {
    conf.unset("spark.sql.catalog.lake");
    conf.set("spark.plugins", "org.apache.spark.CometPlugin");
    assertThat(check())
        .containsExactly(
            new CheckStep(
                "native readers",
                Outcome.FAILED,
                "'org.apache.spark.CometPlugin' in spark.plugins loads Comet, which reads files in"
                    + " native code and signs with whatever identity an executor finds, not with"
                    + " that of a route: spark.hadoop.fs.s3a.comet.credential.provider.class is not"
                    + " set",
                "Set this key to io.rolecall.comet.RolecallCredentialsProvider, or remove"
                    + " 'org.apache.spark.CometPlugin' in spark.plugins."
                    + " spark.comet.scan.enabled=false and the like do not help, because SQL's SET"
                    + " turns it on again",
                null));
    conf.set(
        "fs.s3a.comet.credential.provider.class", "io.rolecall.comet.RolecallCredentialsProvider");
    assertThat(check()).isEmpty();
  }
}
