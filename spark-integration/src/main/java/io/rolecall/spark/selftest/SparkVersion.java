package io.rolecall.spark.selftest;

/** The version of Spark. */
final class SparkVersion {

  private SparkVersion() {}

  /** The version, before there is a context. Scala's package objects have no name in Java. */
  static String here() {
    try {
      Class<?> spark = Class.forName("org.apache.spark.package$");
      return String.valueOf(
          spark.getMethod("SPARK_VERSION").invoke(spark.getField("MODULE$").get(null)));
    } catch (ReflectiveOperationException e) {
      return "unknown";
    }
  }
}
