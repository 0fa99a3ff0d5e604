package io.rolecall.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Catalogs have settings of their own, and Hadoop one cache of file systems for all. */
class DeclaredCatalogsTest extends LaunchedApplication {

  @Test
  void theCacheOfTheSchemeCounts() {
    catalogs.put("catalog w", Map.of("fs.s3a.bucket.data.assumed.role.arn", WRITER));
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.impl.disable.cache", "true");
    assertThatCode(() -> declaration().settle(conf, "s3a", "data", false))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> declaration().settle(conf, "s3", "data", false))
        .hasMessageEndingWith("Set spark.hadoop.fs.s3.impl.disable.cache = true");
  }

  @Test
  void aFileSystemThatIsKeptForAllIsTunedAsItWasLaunched() {
    launched.set("fs.s3a.block.size", "64M");
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.block.size", "1");
    conf.set("fs.s3a.bucket.data.paging.maximum", "1");
    Configuration kept = declaration().settle(conf, "s3a", "data", false);
    assertThat(kept.get("fs.s3a.block.size")).isEqualTo("64M");
    assertThat(kept.get("fs.s3a.bucket.data.paging.maximum")).isNull();
    conf.set("fs.s3a.impl.disable.cache", "true");
    Configuration own = declaration().settle(conf, "s3a", "data", false);
    assertThat(own.get("fs.s3a.block.size")).isEqualTo("1");
    assertThat(own.get("fs.s3a.bucket.data.paging.maximum")).isEqualTo("1");
  }

  @Test
  void aCatalogsOwnSettingsAreASetOfTheirOwn() {
    launched.set("fs.s3a.impl.disable.cache", "true");
    catalogs.put("catalog w", Map.of("fs.s3a.bucket.data.assumed.role.arn", WRITER));
    Configuration ofCatalog = new Configuration(launched);
    ofCatalog.set("fs.s3a.bucket.data.assumed.role.arn", WRITER);
    assertThat(admit(ofCatalog).name()).isEqualTo("catalog w");
    assertThat(admit(new Configuration(launched)).name()).isEmpty();
  }

  @Test
  void twoSetsOfABucketNeedTheCacheOff() {
    catalogs.put("catalog w", Map.of("fs.s3a.bucket.data.assumed.role.arn", WRITER));
    assertThatThrownBy(
            () -> declaration().settle(new Configuration(launched), "s3a", "data", false))
        .hasMessage(
            "s3a://data: 'catalog w' declares fs.s3a.assumed.role.arn otherwise than the application"
                + " does, but Hadoop keeps one file system of a bucket for both. Set"
                + " spark.hadoop.fs.s3a.impl.disable.cache = true");
    assertThatCode(() -> declaration().settle(new Configuration(launched), "s3a", "other", false))
        .as("a bucket that they agree about")
        .doesNotThrowAnyException();
    assertThatCode(() -> declaration().settle(new Configuration(launched), "s3a", "data", true))
        .as("FileContext's, which Hadoop never keeps")
        .doesNotThrowAnyException();
  }

  /** Else a credential store on HDFS is read where a query's fs.hdfs.impl says. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatNoListKnowsIsAsItWasLaunched(boolean cached) {
    launched.set("fs.hdfs.impl", "launched");
    Configuration conf = new Configuration(launched);
    conf.set("fs.hdfs.impl", "a query's");
    conf.set("dfs.namenode.rpc-address", "evil:8020");
    conf.setBoolean("fs.s3a.impl.disable.cache", !cached);
    Configuration settled = declaration().settle(conf, "s3a", "data", false);
    assertThat(settled.get("fs.hdfs.impl")).isEqualTo("launched");
    assertThat(settled.get("dfs.namenode.rpc-address")).isNull();
  }

  /** Hadoop's cache takes s3a://Data for s3a://data, so that the first one would serve both. */
  @Test
  void aBucketThatTheCacheTakesForAnotherIsRefused() {
    Configuration conf = new Configuration(launched);
    assertThatThrownBy(() -> declaration().settle(conf, "s3a", "Data", false))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "s3a://Data: Hadoop keeps one file system for this and for s3a://data, whichever is opened"
                + " first. Names of buckets are in lower case; for an old one that is not, set"
                + " spark.hadoop.fs.s3a.impl.disable.cache = true");
    conf.set("fs.s3a.impl.disable.cache", "true");
    assertThatCode(() -> declaration().settle(conf, "s3a", "Data", false))
        .doesNotThrowAnyException();
  }

  @Test
  void aCatalogThatHasTheCacheOffDisturbsNobody() {
    catalogs.put(
        "catalog w",
        Map.of("fs.s3a.bucket.data.assumed.role.arn", WRITER, "fs.s3a.impl.disable.cache", "true"));
    assertThatCode(() -> declaration().settle(new Configuration(launched), "s3a", "data", false))
        .doesNotThrowAnyException();
    Configuration ofCatalog = new Configuration(launched);
    ofCatalog.set("fs.s3a.bucket.data.assumed.role.arn", WRITER);
    assertThatThrownBy(() -> declaration().settle(ofCatalog, "s3a", "data", false))
        .as("with its cache on, it would be kept for all")
        .hasMessageStartingWith(
            "s3a://data: 'catalog w' declares fs.s3a.assumed.role.arn otherwise");
    ofCatalog.set("fs.s3a.impl.disable.cache", "true");
    assertThat(
            declaration()
                .settle(ofCatalog, "s3a", "data", false)
                .get("fs.s3a.bucket.data.assumed.role.arn"))
        .isEqualTo(WRITER);
  }
}
