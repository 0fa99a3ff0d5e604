package io.rolecall.route;

import static java.util.Objects.requireNonNull;

/**
 * One rule: a location and how it is accessed.
 *
 * @param location a bucket, or a prefix in it
 * @param access the role, or the base identity
 */
public record Route(S3Location location, Access access) {

  /** Checks that nothing is null. */
  public Route {
    requireNonNull(location, "location");
    requireNonNull(access, "access");
  }

  /** {@code s3a://bucket/prefix -> role}. */
  @Override
  public String toString() {
    return location + " -> " + access;
  }
}
