package io.rolecall.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationWarningsTest {

  private final SparkConf conf = new SparkConf(false).set("spark.master", "yarn");

  @Test
  void warnsOfUnencryptedRpcWithTheKeysThatEncryptIt() {
    assertThat(ConfigurationWarnings.of(conf))
        .containsExactly(
            "sessions travel to the executors over an unencrypted connection: set"
                + " spark.authenticate=true and spark.network.crypto.enabled=true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark.network.crypto.enabled", "spark.ssl.rpc.enabled"})
  void acceptsEitherKindOfEncryption(String key) {
    assertThat(ConfigurationWarnings.of(conf.set(key, "true"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "local[4]", "local[*]"})
  void nothingTravelsWhereTheDriverIsTheExecutor(String master) {
    assertThat(ConfigurationWarnings.of(conf.set("spark.master", master))).isEmpty();
  }

  @Test
  void warnsOfABaseIdentityThatTravelsWithoutTellingIt() {
    conf.set("spark.network.crypto.enabled", "true");
    conf.set("spark.hadoop.fs.s3a.secret.key", "not-to-be-told");
    assertThat(ConfigurationWarnings.of(conf))
        .containsExactly(
            "spark.hadoop.fs.s3a.secret.key gives the base identity to every executor: give it to the"
                + " driver alone, by a profile, its environment or"
                + " hadoop.security.credential.provider.path");
  }
}
