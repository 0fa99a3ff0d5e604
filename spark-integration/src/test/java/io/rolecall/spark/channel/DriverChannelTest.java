package io.rolecall.spark.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriverChannelTest {

  private static final String SPARK = "4.2.0";

  private static final String NO_SECRET =
      "spark.authenticate is not true, so whoever reaches the driver's port could take the job's"
          + " sessions. ";

  private static final String TLS_ALONE =
      "spark.authenticate is not true (spark.ssl.rpc.enabled encrypts, but lets in a stranger with a"
          + " key store of his own), so whoever reaches the driver's port could take the job's"
          + " sessions. ";

  private static final String CLEAR_TEXT =
      "none of spark.network.crypto.enabled, spark.authenticate.enableSaslEncryption,"
          + " spark.ssl.rpc.enabled is true, so whoever listens on the network could read the job's"
          + " sessions. ";

  private static final String CLEAR_TEXT_ON_3 =
      "none of spark.network.crypto.enabled, spark.authenticate.enableSaslEncryption is true, so"
          + " whoever listens on the network could read the job's sessions. ";

  private static final String TLS_ON_3 =
      "none of spark.network.crypto.enabled, spark.authenticate.enableSaslEncryption is true"
          + " (spark.ssl.rpc.enabled does nothing before Spark 4.0; this is 3.5.9), so whoever"
          + " listens on the network could read the job's sessions. ";

  private static final String ON_YARN =
      "Set spark.authenticate=true and spark.network.crypto.enabled=true. Spark makes the secret"
          + " itself. Where the external shuffle service is used (spark.shuffle.service.enabled), the"
          + " NodeManagers need both keys too, in yarn-site.xml; on EMR, a security configuration"
          + " with in-transit encryption sets them.";

  private static final String ON_KUBERNETES =
      "Set spark.authenticate=true and spark.network.crypto.enabled=true. Spark makes the secret"
          + " itself and hands it to executor pods as an environment variable: let nobody else read"
          + " the pods of this namespace.";

  private static final String STANDALONE =
      "Set spark.authenticate=true, spark.network.crypto.enabled=true and spark.authenticate.secret"
          + " (one for the master, the workers and all applications of this cluster). Whoever has"
          + " that secret can take the sessions of every application of this cluster. Write it into a"
          + " file that others cannot read (--properties-file), not on the command line.";

  private static final String LOCAL_CLUSTER =
      "Set spark.authenticate=true, spark.network.crypto.enabled=true and spark.authenticate.secret"
          + " (any text that nobody else knows; it stays in this cluster of one application).";

  private static final String OTHER =
      "Set spark.authenticate=true, spark.network.crypto.enabled=true and spark.authenticate.secret"
          + " (if this cluster manager makes none). Whoever has that secret can take the sessions of"
          + " every application that uses it.";

  private static final String OPT_OUT =
      " To let everybody have this job's sessions instead, set"
          + " spark.rolecall.channel.unprotected=true";

  /** A configuration of keys that are true. */
  private static SparkConf conf(String master, String keys) {
    SparkConf conf = new SparkConf(false).set("spark.master", master);
    for (String key : keys.isEmpty() ? new String[0] : keys.split(" ")) {
      conf.set("spark." + key, "true");
    }
    return conf;
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        // Nobody is asked who he is.
        Arguments.of("yarn", SPARK, "", NO_SECRET + ON_YARN),
        Arguments.of("k8s://https://api:443", SPARK, "", NO_SECRET + ON_KUBERNETES),
        Arguments.of("spark://master:7077", SPARK, "", NO_SECRET + STANDALONE),
        Arguments.of("local-cluster[2,1,1024]", SPARK, "", NO_SECRET + LOCAL_CLUSTER),
        Arguments.of("armada://server", SPARK, "", NO_SECRET + OTHER),
        // What looks like local mode, and is not.
        Arguments.of("local-cluster[*]", SPARK, "", NO_SECRET + LOCAL_CLUSTER),
        Arguments.of("localhost", SPARK, "", NO_SECRET + OTHER),
        Arguments.of("", SPARK, "", NO_SECRET + OTHER),
        // Encryption alone asks for no secret.
        Arguments.of("yarn", SPARK, "network.crypto.enabled", NO_SECRET + ON_YARN),
        Arguments.of("yarn", SPARK, "authenticate.enableSaslEncryption", NO_SECRET + ON_YARN),
        Arguments.of("yarn", SPARK, "ssl.rpc.enabled", TLS_ALONE + ON_YARN),
        Arguments.of("yarn", "3.5.9", "ssl.rpc.enabled", NO_SECRET + ON_YARN),
        // Askers are known, and everybody reads along. TLS for Spark's web pages is not the RPC's.
        Arguments.of("yarn", SPARK, "authenticate", CLEAR_TEXT + ON_YARN),
        Arguments.of("yarn", SPARK, "authenticate ssl.enabled", CLEAR_TEXT + ON_YARN),
        Arguments.of("spark://m:1", SPARK, "authenticate", CLEAR_TEXT + STANDALONE),
        // Spark 3.5 takes no notice of the key for TLS.
        Arguments.of("yarn", "3.5.9", "authenticate", CLEAR_TEXT_ON_3 + ON_YARN),
        Arguments.of("yarn", "3.5.9", "authenticate ssl.rpc.enabled", TLS_ON_3 + ON_YARN));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesAChannelThatStrangersCouldUse(
      String master, String version, String keys, String message) {
    assertThatThrownBy(() -> DriverChannel.open(conf(master, keys), version))
        .isInstanceOf(ConfigException.class)
        .hasMessage("spark.master=" + master + ": " + message + OPT_OUT);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void openAllTheSameIfSomebodyAsksForThatAtLaunchAndSaysSoEveryTime(
      String master, String version, String keys, String message) throws IOException {
    DriverChannel channel =
        DriverChannel.open(conf(master, (keys + " rolecall.channel.unprotected").trim()), version);
    int advice = message.indexOf(". Set ") + 2;
    assertThat(channel.warning())
        .contains(
            "spark.rolecall.channel.unprotected=true: "
                + message.substring(0, advice)
                + "This driver answers all the same. "
                + message.substring(advice));
    channel.admit();
  }

  @ParameterizedTest
  @CsvSource({
    "yarn,                    4.2.0, authenticate network.crypto.enabled",
    "yarn,                    4.2.0, authenticate authenticate.enableSaslEncryption",
    "yarn,                    4.0.4, authenticate ssl.rpc.enabled",
    "yarn,                    3.5.9, authenticate network.crypto.enabled",
    "yarn,                    3.5.9, authenticate authenticate.enableSaslEncryption",
    "k8s://https://api:443,   4.2.0, authenticate network.crypto.enabled",
    "spark://m:1,             4.2.0, authenticate network.crypto.enabled",
    "'local-cluster[2,1,1]',  4.2.0, authenticate network.crypto.enabled",
    "armada://server,         4.2.0, authenticate network.crypto.enabled",
  })
  void answersOverAChannelOfPeopleWhoKnowEachOther(String master, String version, String keys)
      throws IOException {
    DriverChannel channel = DriverChannel.open(conf(master, keys), version);
    assertThat(channel.warning()).isEmpty();
    channel.admit();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "local[4]", "local[*]", "local[2,3]", "local[*, 3]"})
  void inLocalModeNobodyIsAnsweredAndNothingIsToBeSet(String master) {
    for (String keys :
        new String[] {"", "rolecall.channel.unprotected", "authenticate network.crypto.enabled"}) {
      DriverChannel channel = DriverChannel.open(conf(master, keys), SPARK);
      assertThat(channel.warning()).isEmpty();
      assertThatThrownBy(channel::admit)
          .isInstanceOf(IOException.class)
          .hasMessage(
              "spark.master="
                  + master
                  + ": this driver has no executors and gives its sessions to nobody");
    }
  }

  @Test
  void takesNothingForTrueThatSparkMightNot() {
    SparkConf conf = conf("yarn", "authenticate").set("spark.network.crypto.enabled", " true");
    assertThatThrownBy(() -> DriverChannel.open(conf, SPARK))
        .isInstanceOf(ConfigException.class)
        .hasMessage("spark.network.crypto.enabled = ' true': expected true or false");
    conf.set("spark.network.crypto.enabled", "TRUE");
    assertThatCode(() -> DriverChannel.open(conf, SPARK)).doesNotThrowAnyException();
  }
}
