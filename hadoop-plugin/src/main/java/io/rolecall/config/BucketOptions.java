package io.rolecall.config;

import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * S3A's rule for the keys of one bucket: {@code fs.s3a.bucket.BUCKET.X} is {@code fs.s3a.X} there.
 * Written again, because a cluster with EMRFS need not have S3A.
 */
final class BucketOptions {

  private static final String PREFIX = "fs.s3a.";

  private BucketOptions() {}

  static Configuration propagate(Configuration source, String bucket) {
    String own = PREFIX + "bucket." + bucket + ".";
    Configuration result = new Configuration(source);
    for (Map.Entry<String, String> entry : source) {
      String key = entry.getKey();
      if (!key.startsWith(own) || key.length() == own.length()) {
        continue;
      }
      String option = key.substring(own.length());
      if (!option.startsWith("bucket.") && !option.equals("impl")) {
        result.set(
            PREFIX + option,
            entry.getValue(),
            key + " via " + Arrays.toString(source.getPropertySources(key)));
      }
    }
    return result;
  }
}
