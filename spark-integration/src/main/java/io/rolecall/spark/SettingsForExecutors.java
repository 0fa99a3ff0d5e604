package io.rolecall.spark;

import io.rolecall.declaration.Declaration;
import io.rolecall.declaration.Declarations;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * Tells executors what the driver's site files declare, by the application's SparkConf: their own
 * site files may say something else, and would then refuse what the driver sends them. Spark starts
 * executors after its plugins.
 */
final class SettingsForExecutors {

  private static final String KEY_PREFIX = "spark.hadoop.";

  private SettingsForExecutors() {}

  static void tellExecutors(SparkContext sc) {
    Declarations.current().ifPresent(declaration -> add(declaration, sc.conf()));
  }

  static void add(Declaration declaration, SparkConf conf) {
    declaration
        .ofSiteFiles(key -> conf.contains(KEY_PREFIX + key))
        .forEach((key, value) -> conf.set(KEY_PREFIX + key, value));
  }
}
