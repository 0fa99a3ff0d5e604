package io.rolecall.s3a;

import org.apache.hadoop.conf.Configuration;

/**
 * S3A's keys as they are in force for a bucket, whose own go before those of all.
 *
 * @param conf the configuration
 * @param bucket the bucket
 */
record S3AKeys(Configuration conf, String bucket) {

  private static final String S3A = "fs.s3a.";

  /** The value; empty if there is none. */
  String value(String key) {
    return conf.getTrimmed(ofBucket(key, bucket), conf.getTrimmed(key, ""));
  }

  /** The key that gave the value, as the user wrote it. */
  String written(String key) {
    String own = ofBucket(key, bucket);
    return conf.get(own) == null ? key : own;
  }

  /** A key's name for one bucket. */
  static String ofBucket(String key, String bucket) {
    return S3A + "bucket." + bucket + "." + key.substring(S3A.length());
  }
}
