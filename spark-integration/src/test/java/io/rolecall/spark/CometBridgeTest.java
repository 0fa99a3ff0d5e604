package io.rolecall.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class CometBridgeTest {

  private static final String BRIDGE = "io.rolecall.comet.RolecallCredentialsProvider";
  private static final String LAKE = "spark.sql.catalog.lake.s3.comet.credential.provider.class";

  /** Sees the JDK's classes alone. */
  private static final ClassLoader NOTHING = new ClassLoader(null) {};

  private final SparkConf conf = new SparkConf(false);

  @Test
  void anExecutorWithoutTheBridgeDoesNotStart() {
    conf.set(LAKE, BRIDGE);
    assertThatThrownBy(() -> CometBridge.check(conf, NOTHING))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "spark.sql.catalog.lake.s3.comet.credential.provider.class = '"
                + BRIDGE
                + "', which this executor cannot load (java.lang.ClassNotFoundException: "
                + BRIDGE
                + "): Comet would read tables of Iceberg with whatever identity it finds. Put"
                + " Rolecall's jars where Comet's are: all in spark.jars, or all on"
                + " spark.executor.extraClassPath");
  }

  /** As where Rolecall's jar is on the class path and Comet's in {@code spark.jars}. */
  @Test
  void aBridgeWithoutCometsInterfaceIsNone() {
    conf.set("spark.hadoop.fs.s3a.comet.credential.provider.class", BRIDGE);
    assertThatThrownBy(() -> CometBridge.check(conf, CometBridge.class.getClassLoader()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("(java.lang.NoClassDefFoundError: org/apache/comet/cloud/s3/Comet");
  }

  @Test
  void theSwitchLetsItStart() {
    conf.set(LAKE, BRIDGE).set("spark.rolecall.clients.unrouted", "true");
    assertThatCode(() -> CometBridge.check(conf, NOTHING)).doesNotThrowAnyException();
  }

  @Test
  void othersBridgesAreNotItsAffair() {
    conf.set(LAKE, "com.vendor.Bridge").set("spark.app.name", BRIDGE);
    assertThatCode(() -> CometBridge.check(conf, NOTHING)).doesNotThrowAnyException();
  }
}
