package io.rolecall.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class ConfigurationWarningsTest {

  private final SparkConf conf = new SparkConf(false).set("spark.master", "yarn");

  @Test
  void isSilentAboutAConfigurationThatGivesNothingAway() {
    assertThat(ConfigurationWarnings.of(conf)).isEmpty();
  }

  @Test
  void warnsOfABaseIdentityThatTravelsWithoutTellingIt() {
    conf.set("spark.hadoop.fs.s3a.secret.key", "not-to-be-told");
    assertThat(ConfigurationWarnings.of(conf))
        .containsExactly(
            "spark.hadoop.fs.s3a.secret.key gives the base identity to every executor: give it to the"
                + " driver alone, by a profile, its environment or"
                + " hadoop.security.credential.provider.path");
  }
}
