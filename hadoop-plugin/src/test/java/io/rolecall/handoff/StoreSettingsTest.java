package io.rolecall.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.config.RolecallConfig;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreSettingsTest {

  private final Configuration conf = new Configuration(false);

  private StoreSettings settings() {
    return StoreSettings.of(RolecallConfig.of(conf, "b1"));
  }

  @Test
  void ofAwsUnlessSaidOtherwise() {
    assertThat(settings()).isEqualTo(new StoreSettings(Optional.empty(), Optional.empty(), false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://s3.eu-west-1.amazonaws.com",
        "https://s3.eu-west-1.amazonaws.com:443/",
        "s3.cn-north-1.amazonaws.com.cn",
        "s3.eusc-de-east-1.amazonaws.eu",
      })
  void anEndpointOfAwsIsLeftToTheTool(String endpoint) {
    conf.set("fs.s3a.endpoint", endpoint);
    conf.set("fs.s3a.endpoint.region", "eu-west-1");
    assertThat(settings())
        .isEqualTo(new StoreSettings(Optional.of("eu-west-1"), Optional.empty(), false));
  }

  @Test
  void theBucketsOwnEndpointGoesFirst() {
    conf.set("fs.s3a.endpoint", "https://all.example");
    conf.set("fs.s3a.bucket.b1.endpoint", "https://own.example");
    conf.set("fs.s3a.bucket.b1.path.style.access", "true");
    assertThat(settings())
        .isEqualTo(new StoreSettings(Optional.empty(), Optional.of("https://own.example"), true));
  }

  @Test
  void aHostAloneGetsItsScheme() {
    conf.set("fs.s3a.endpoint", "store:9000");
    assertThat(settings().endpoint()).contains("https://store:9000");
    conf.set("fs.s3a.connection.ssl.enabled", "false");
    assertThat(settings().endpoint()).contains("http://store:9000");
  }
}
