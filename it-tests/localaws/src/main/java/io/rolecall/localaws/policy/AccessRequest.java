package io.rolecall.localaws.policy;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to do.
 *
 * @param action such as {@code s3:GetObject}
 * @param resource such as {@code arn:aws:s3:::bucket/key}
 * @param prefix the condition key {@code s3:prefix}: what a listing is limited to; null elsewhere
 */
public record AccessRequest(String action, String resource, @Nullable String prefix) {

  /** A request on a bucket. */
  public static AccessRequest onBucket(String action, String bucket) {
    return new AccessRequest(action, "arn:aws:s3:::" + bucket, null);
  }

  /** A listing of a bucket, limited to a prefix, or null where the request has none. */
  public static AccessRequest listing(String action, String bucket, @Nullable String prefix) {
    return new AccessRequest(action, "arn:aws:s3:::" + bucket, prefix);
  }

  /** A request on an object. */
  public static AccessRequest onObject(String action, String bucket, String key) {
    return new AccessRequest(action, "arn:aws:s3:::" + bucket + '/' + key, null);
  }
}
