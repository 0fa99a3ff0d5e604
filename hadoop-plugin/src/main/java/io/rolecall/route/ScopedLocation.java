package io.rolecall.route;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * A location, and what a job does there.
 *
 * @param location a bucket or prefix of S3
 * @param scope what is done
 * @param keys the KMS keys that its objects are encrypted with
 */
public record ScopedLocation(S3Location location, Scope scope, Set<KmsKey> keys) {

  /** Copies the keys. */
  public ScopedLocation {
    requireNonNull(location, "location");
    requireNonNull(scope, "scope");
    keys = Collections.unmodifiableSet(new TreeSet<>(keys));
  }

  /**
   * What two jobs do at the same location.
   *
   * @param other what the other does there
   * @return what either does, with the keys of both
   */
  public ScopedLocation and(ScopedLocation other) {
    Set<KmsKey> all = new TreeSet<>(keys);
    all.addAll(other.keys);
    return new ScopedLocation(location, scope.and(other.scope), all);
  }
}
