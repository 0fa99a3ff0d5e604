package io.rolecall.iam;

import io.rolecall.route.S3Location;
import io.rolecall.route.ScopedLocation;
import java.util.Collection;
import java.util.Optional;

/**
 * The session policy of a scope: what {@code rolecall iam} would allow a role for these locations
 * alone, in one line.
 */
public final class ScopePolicy {

  private ScopePolicy() {}

  /**
   * The policy.
   *
   * @param partition such as {@code aws}
   * @param locations what is done where
   * @param below locations below those that others have, or nobody: they are denied
   * @return compact JSON
   */
  public static String of(
      String partition, Collection<ScopedLocation> locations, Collection<S3Location> below) {
    return Json.compact(PolicyDocument.of(Reached.permissions(partition, locations, below)));
  }

  /**
   * Why no policy can be about a location.
   *
   * @param location a location of S3
   * @return what is wrong with it, and what to do; empty if nothing is
   */
  public static Optional<String> impossible(S3Location location) {
    return LocationPermissions.isTooFarFromLatin(location)
        ? Optional.of(
            "the prefix has characters above U+00FF, which IAM does not take in a policy. Route a"
                + " location around it")
        : Optional.empty();
  }
}
