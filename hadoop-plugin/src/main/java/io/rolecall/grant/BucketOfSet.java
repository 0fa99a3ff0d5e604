package io.rolecall.grant;

import static java.util.Objects.requireNonNull;

import io.rolecall.route.S3Location;

/**
 * A bucket as one declared set of the configuration routes it: sets may route it differently.
 *
 * @param set the set's name; empty for the base
 * @param bucket the bucket
 */
public record BucketOfSet(String set, String bucket) {

  /** The set that is there without being named: the configuration of everybody. */
  public static final String BASE = "";

  /** Checks that nothing is null. */
  public BucketOfSet {
    requireNonNull(set, "set");
    requireNonNull(bucket, "bucket");
  }

  /** The bucket or client as routes write it, and the set if it has a name. */
  @Override
  public String toString() {
    return S3Location.written(bucket) + (set.isEmpty() ? "" : " of " + set);
  }
}
