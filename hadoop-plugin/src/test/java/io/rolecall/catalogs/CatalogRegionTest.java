package io.rolecall.catalogs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogRegionTest {

  /** The SDK keeps each name of a region that it was ever asked for. */
  @ParameterizedTest
  @ValueSource(strings = {"eu west", "EU", "a/b", "x\ny"})
  void whatCannotBeARegionIsRefused(String region) {
    assertThatThrownBy(
            () -> CatalogRegion.of(Map.of("client.region", region), new Configuration(false)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "client.region = '"
                + region.replace('\n', ' ')
                + "' is not a region. Set client.region or fs.s3a.endpoint.region to one such as"
                + " eu-west-1");
  }
}
