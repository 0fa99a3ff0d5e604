package io.rolecall.spark;

import io.rolecall.catalogs.IcebergCatalogs;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * Whether an executor has the bridge that its Comet is told to use. Comet's reader of Iceberg takes
 * whatever identity it finds where it cannot load one. It knows names alone: the jars that are
 * missing may be Rolecall's own.
 */
final class CometBridge {

  private static final String BRIDGE = "io.rolecall.comet.RolecallCredentialsProvider";
  private static final String KEY = "comet.credential.provider.class";

  private CometBridge() {}

  /**
   * Checks it.
   *
   * @param conf what the application was launched with
   * @param loader what Comet loads classes with
   * @throws IllegalStateException if a key names the bridge and it cannot be loaded
   */
  static void check(SparkConf conf, ClassLoader loader) {
    if (conf.getBoolean(IcebergCatalogs.UNROUTED, false)) {
      return;
    }
    for (Tuple2<String, String> entry : conf.getAll()) {
      if (entry._1().endsWith("." + KEY) && entry._2().trim().equals(BRIDGE)) {
        load(entry._1(), loader);
      }
    }
  }

  private static void load(String key, ClassLoader loader) {
    try {
      Class.forName(BRIDGE, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalStateException(
          key
              + " = '"
              + BRIDGE
              + "', which this executor cannot load ("
              + e
              + "): Comet would read tables of Iceberg with whatever identity it finds. Put Rolecall's"
              + " jars where Comet's are: all in spark.jars, or all on spark.executor.extraClassPath",
          e);
    }
  }
}
