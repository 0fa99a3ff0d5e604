package io.rolecall.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;

/** What a Spark configuration gives away. */
final class ConfigurationWarnings {

  private ConfigurationWarnings() {}

  /** The warnings that a configuration deserves, one line each, without values of secrets. */
  static List<String> of(SparkConf conf) {
    List<String> warnings = new ArrayList<>();
    for (String key : List.of("fs.s3a.secret.key", "fs.s3a.session.token")) {
      if (conf.contains("spark.hadoop." + key)) {
        warnings.add(
            "spark.hadoop."
                + key
                + " gives the base identity to every executor: give it to the driver alone, by a"
                + " profile, its environment or hadoop.security.credential.provider.path");
      }
    }
    return warnings;
  }
}
