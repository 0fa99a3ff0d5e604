package io.rolecall.iam;

import io.rolecall.route.KmsKey;
import io.rolecall.route.S3Location;
import io.rolecall.route.Scope;
import io.rolecall.route.ScopedLocation;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What routes do not tell of the buckets. Immutable.
 *
 * @param accounts the account of a bucket, for those that are not in the account of their role
 * @param keys the KMS keys that a bucket's objects are encrypted with
 * @param onlyRead locations at which, and below which, jobs only read
 */
public record Storage(
    Map<String, String> accounts, Map<String, Set<KmsKey>> keys, Set<S3Location> onlyRead) {

  /** Copies all. */
  public Storage {
    accounts = Map.copyOf(accounts);
    keys = Map.copyOf(keys);
    onlyRead = Set.copyOf(onlyRead);
  }

  /** The account of a bucket, if it is not this one. */
  Optional<String> otherThan(String account, String bucket) {
    return Optional.ofNullable(accounts.get(bucket)).filter(owner -> !owner.equals(account));
  }

  /**
   * What an identity does at a location.
   *
   * @param location the location
   * @param scoped what its route says; empty if that is nothing
   */
  ScopedLocation needs(S3Location location, Optional<ScopedLocation> scoped) {
    Set<KmsKey> all = new TreeSet<>(keys.getOrDefault(location.bucket(), Set.of()));
    scoped.ifPresent(known -> all.addAll(known.keys()));
    return new ScopedLocation(
        location,
        onlyRead.stream().anyMatch(read -> covers(read, location))
            ? Scope.READ
            : scoped.map(ScopedLocation::scope).orElse(Scope.READ_WRITE),
        all);
  }

  /**
   * Whether a location is another, or around it.
   *
   * @param outer the one that may be around
   * @param inner the other
   * @return false for other buckets, and names that only begin alike
   */
  public static boolean covers(S3Location outer, S3Location inner) {
    return outer.bucket().equals(inner.bucket())
        && (outer.isBucket()
            || inner.prefix().equals(outer.prefix())
            || inner.prefix().startsWith(outer.prefix() + "/"));
  }
}
