package io.rolecall.credentials;

import io.rolecall.route.S3Location;

/**
 * A location of a bucket that has a route of its own, and what its requests are signed with.
 * Locations of the same role share credentials, so these do not know which of them was touched:
 * this does.
 *
 * @param location the location
 * @param credentials what signs
 */
public record RoutedLocation(S3Location location, RouteCredentials credentials) {

  /**
   * Whether one identity serves both.
   *
   * @param other another location of the bucket
   * @return whether both are signed with the same credentials
   */
  public boolean isServedWith(RoutedLocation other) {
    return credentials.equals(other.credentials);
  }

  /**
   * Why there are no credentials, told of this location.
   *
   * @param failure what the credentials say, which may name another location that shares them
   * @return the message; no secrets
   */
  public String explain(RuntimeException failure) {
    String message = String.valueOf(failure.getMessage());
    String shared = credentials.toString();
    return message.startsWith(shared) ? this + message.substring(shared.length()) : message;
  }

  /** {@code s3a://bucket/prefix -> role}. */
  @Override
  public String toString() {
    return location + " -> " + credentials.identity();
  }
}
