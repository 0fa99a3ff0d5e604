package io.rolecall.route;

import static java.util.Objects.requireNonNull;

/**
 * One rule: a place and how it is accessed.
 *
 * @param place a bucket, a prefix in it, or a client of another service
 * @param access the role, or the base identity
 */
public record Route(Place place, Access access) {

  /** Checks that nothing is null. */
  public Route {
    requireNonNull(place, "place");
    requireNonNull(access, "access");
  }

  /** {@code s3a://bucket/prefix -> role}, or {@code client:name -> role}. */
  @Override
  public String toString() {
    return place + " -> " + access;
  }
}
