package io.rolecall.delegation;

import static java.util.Objects.requireNonNull;

/**
 * A bucket as one declared set of the configuration routes it: sets may route it differently.
 *
 * @param set the set's name; empty for the base
 * @param bucket the bucket
 */
record BucketOfSet(String set, String bucket) {

  /** The set that is there without being named: the configuration of everybody. */
  static final String BASE = "";

  BucketOfSet {
    requireNonNull(set, "set");
    requireNonNull(bucket, "bucket");
  }

  /** The bucket, and the set if it has a name. */
  @Override
  public String toString() {
    return "s3a://" + bucket + (set.isEmpty() ? "" : " of " + set);
  }
}
