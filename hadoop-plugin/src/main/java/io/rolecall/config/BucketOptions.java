package io.rolecall.config;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * S3A's rule for the keys of one bucket: {@code fs.s3a.bucket.BUCKET.X} is {@code fs.s3a.X} there.
 * Written again, because a cluster with EMRFS need not have S3A. Looks through the configuration
 * once, whatever the number of buckets.
 */
public final class BucketOptions {

  private static final String PREFIX = "fs.s3a.";
  private static final String BUCKET = PREFIX + "bucket.";
  private static final String VIA = " via ";

  private final Configuration source;
  private final NavigableMap<String, String> ofBuckets = new TreeMap<>();

  /**
   * The keys of all buckets.
   *
   * @param source the Hadoop configuration; must not change any more
   */
  public BucketOptions(Configuration source) {
    this.source = source;
    for (Map.Entry<String, String> entry : source) {
      if (entry.getKey().startsWith(BUCKET)) {
        ofBuckets.put(entry.getKey(), entry.getValue());
      }
    }
  }

  /** A copy of the configuration, with the keys of all. */
  Configuration ofAll() {
    return new Configuration(source);
  }

  /** A copy of the configuration in which a bucket's own keys have taken the place of all's. */
  Configuration of(String bucket) {
    String own = BUCKET + bucket + ".";
    Configuration result = new Configuration(source);
    // '/' is the character after '.': all keys that start with the bucket's prefix.
    ofBuckets
        .subMap(own, false, BUCKET + bucket + "/", false)
        .forEach(
            (key, value) -> {
              String option = key.substring(own.length());
              if (!option.startsWith("bucket.") && !option.equals("impl")) {
                result.set(
                    PREFIX + option,
                    value,
                    key + VIA + Arrays.toString(source.getPropertySources(key)));
              }
            });
    return result;
  }

  /**
   * A key as the user wrote it.
   *
   * @param ofBucket a configuration that was made here
   * @param name a key of all buckets
   * @return the bucket's own key if that gave the value; otherwise the name
   */
  static String written(Configuration ofBucket, String name) {
    String @Nullable [] sources = ofBucket.getPropertySources(name);
    String last = sources == null || sources.length == 0 ? "" : sources[sources.length - 1];
    int via = last.indexOf(VIA);
    return last.startsWith(BUCKET) && via > 0 ? last.substring(0, via) : name;
  }
}
