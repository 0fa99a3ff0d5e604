package io.rolecall.localaws.policy;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to do.
 *
 * @param action such as {@code s3:GetObject}
 * @param resource such as {@code arn:aws:s3:::bucket/key}
 * @param requester who asks
 * @param keys the condition keys of the request itself, such as {@code s3:prefix}
 */
public record AccessRequest(
    String action, String resource, Requester requester, RequestContext keys) {

  /** A request that nobody has signed, without keys of its own. */
  public static AccessRequest of(String action, String resource) {
    return new AccessRequest(action, resource, Requester.anonymous(), RequestContext.empty());
  }

  /** A request on a bucket. */
  public static AccessRequest onBucket(String action, String bucket) {
    return of(action, "arn:aws:s3:::" + bucket);
  }

  /** A listing of a bucket, limited to a prefix, or null where the request has none. */
  public static AccessRequest listing(String action, String bucket, @Nullable String prefix) {
    return onBucket(action, bucket).with(RequestContext.empty().with("s3:prefix", prefix));
  }

  /** A request on an object. */
  public static AccessRequest onObject(String action, String bucket, String key) {
    return of(action, "arn:aws:s3:::" + bucket + '/' + key);
  }

  /** The same of somebody. */
  public AccessRequest by(Requester other) {
    return new AccessRequest(action, resource, other, keys);
  }

  /** The same with further condition keys. */
  public AccessRequest with(RequestContext further) {
    return new AccessRequest(action, resource, requester, keys.and(further));
  }

  /** Every condition key. */
  RequestContext context() {
    return requester.keys().and(keys);
  }
}
