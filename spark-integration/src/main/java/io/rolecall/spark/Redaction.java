package io.rolecall.spark;

import org.apache.spark.SparkConf;

/**
 * What of Rolecall's configuration Spark shows in its UI, its REST API and its event log: neither
 * external ids, nor routes with all that stands in them (external ids, arguments of commands,
 * policies), nor session policies, nor header fields of requests, which may be a proxy's passwords.
 */
final class Redaction {

  private static final String KEY = "spark.redaction.regex";

  /** Spark's own default, which is not in force any more once the key is set. */
  static final String DEFAULT = "(?i)secret|password|token|access[.]?key";

  /**
   * Our keys, for all buckets and below any prefix ({@code spark.hadoop.}, a catalog's). Spark
   * looks for it in values too, such as the command line that a process was started with. The name
   * of the routes' file may be seen.
   */
  private static final String OURS =
      "rolecall[.]routes(?![.]file)|assumed[.]role[.](external[.]id|policy)|[.]custom[.]headers";

  private Redaction() {}

  /**
   * Adds our keys to those that Spark redacts. To be called before Spark tells the environment for
   * the first time, as {@code DriverPlugin.init} is.
   *
   * @param conf the configuration that the context itself uses, not a copy
   */
  static void extend(SparkConf conf) {
    String theirs = conf.get(KEY, DEFAULT);
    if (!theirs.contains(OURS)) {
      // Groups of their own: flags within one, such as (?i), end with it.
      conf.set(KEY, "(?:" + theirs + ")|(?:" + OURS + ")");
    }
  }
}
