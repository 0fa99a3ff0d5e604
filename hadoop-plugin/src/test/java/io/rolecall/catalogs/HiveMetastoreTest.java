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

class HiveMetastoreTest {

  private static final String URIS = "hive.metastore.uris";

  private final Configuration conf = new Configuration(false);
  private final Map<String, String> launched = new TreeMap<>();

  HiveMetastoreTest() {
    conf.set("fs.s3a.bucket.results.assumed.role.arn", "arn:aws:iam::111122223333:role/w");
    launched.put("spark.sql.warehouse.dir", "s3a://results/lake");
  }

  private List<CatalogFinding> check() {
    return HiveMetastore.check(launched, List.of(RouteBook.of(conf)));
  }

  @ParameterizedTest
  @CsvSource({
    "spark.hadoop.hive.metastore.uris",
    "spark.hive.metastore.uris",
    "hive.metastore.uris",
    "spark.hadoop.metastore.thrift.uris"
  })
  void aMetastoreOfItsOwnMakesFoldersByItself(String key) {
    launched.put(key, "thrift://metastore:9083");
    assertThat(check())
        .containsExactly(
            new CatalogFinding(
                Kind.MIGHT_PASS_BY,
                key
                    + " = 'thrift://metastore:9083': Hive's metastore makes the folders of databases"
                    + " and tables with its own identity, not that of a route, and"
                    + " spark.sql.warehouse.dir is in s3a://results, which is routed",
                "Let the metastore's identity write there, or give the metastore Rolecall and these"
                    + " routes, too (its core-site.xml)"));
  }

  @Test
  void itsAddressMayBeInTheSiteFiles() {
    conf.set(URIS, "thrift://metastore:9083");
    conf.set("hive.metastore.warehouse.dir", "s3://results/lake");
    launched.clear();
    assertThat(check())
        .extracting(CatalogFinding::text)
        .containsExactly(
            URIS
                + " = 'thrift://metastore:9083': Hive's metastore makes the folders of databases and"
                + " tables with its own identity, not that of a route, and"
                + " hive.metastore.warehouse.dir is in s3a://results, which is routed");
  }

  @Test
  void oneInTheDriverIsTheDriver() {
    launched.put("spark.hadoop." + URIS, " ");
    assertThat(check()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"hdfs://nn/warehouse", "s3a://elsewhere/lake", "/user/hive/warehouse", "''"})
  void aWarehouseThatIsNotRoutedIsNoMatter(String warehouse) {
    launched.put("spark.hadoop." + URIS, "thrift://metastore:9083");
    launched.put("spark.sql.warehouse.dir", warehouse);
    assertThat(check()).isEmpty();
  }

  @Test
  void aRouteOfEveryOtherBucketCoversIt() {
    conf.set("fs.s3a.assumed.role.arn", "arn:aws:iam::111122223333:role/w");
    launched.put("spark.hadoop." + URIS, "thrift://metastore:9083");
    launched.put("spark.sql.warehouse.dir", "s3a://elsewhere/lake");
    assertThat(check()).hasSize(1);
  }
}
