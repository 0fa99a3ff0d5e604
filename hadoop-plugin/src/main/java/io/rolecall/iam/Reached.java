package io.rolecall.iam;

import io.rolecall.iam.policy.Caller;
import io.rolecall.iam.policy.PolicyStatement;
import io.rolecall.route.KmsKey;
import io.rolecall.route.S3Location;
import io.rolecall.route.ScopedLocation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The locations that one identity reaches, and what it needs for them. Not thread-safe. */
final class Reached {

  private static final List<String> READ = List.of("kms:Decrypt");

  /** S3 decrypts when it puts together what was uploaded in parts. */
  private static final List<String> WRITE = List.of("kms:Decrypt", "kms:GenerateDataKey");

  private final Map<String, ScopedLocation> locations = new TreeMap<>();

  /** What is done at a location, perhaps beside what else is. */
  ScopedLocation add(ScopedLocation location) {
    return locations.merge(location.location().toString(), location, ScopedLocation::and);
  }

  /** Every location, as routes have them. */
  List<ScopedLocation> locations() {
    return List.copyOf(locations.values());
  }

  private static List<S3Location> places(Collection<ScopedLocation> locations) {
    return locations.stream().map(ScopedLocation::location).toList();
  }

  /**
   * What the identity's own policy says.
   *
   * @param partition such as {@code aws}
   * @param all every location of S3, whoever has it
   */
  List<PolicyStatement> permissions(String partition, Collection<S3Location> all) {
    return permissions(partition, locations.values(), all);
  }

  /** The same, if it had these locations alone. */
  static List<PolicyStatement> permissions(
      String partition, Collection<ScopedLocation> locations, Collection<S3Location> all) {
    List<PolicyStatement> statements =
        new ArrayList<>(LocationPermissions.allowed(partition, locations));
    Keys keys = Keys.of(locations);
    if (!keys.written().isEmpty()) {
      statements.add(PolicyStatement.permission(WRITE, arns(keys.written())));
    }
    if (!keys.read().isEmpty()) {
      statements.add(PolicyStatement.permission(READ, arns(keys.read())));
    }
    statements.addAll(LocationPermissions.denied(partition, places(locations), all));
    return statements;
  }

  private static List<String> arns(Collection<KmsKey> keys) {
    return keys.stream().map(KmsKey::arn).toList();
  }

  /**
   * What the policies of buckets and keys of other accounts say for the identity.
   *
   * @param identity the identity
   * @param storage what is known of the buckets
   * @param others collects it
   */
  void ofOthers(Caller identity, Storage storage, ForeignResources others) {
    String partition = identity.arn().split(":", -1)[1];
    for (String bucket : buckets()) {
      List<ScopedLocation> there = in(bucket);
      storage
          .otherThan(identity.account(), bucket)
          .ifPresent(
              owner ->
                  LocationPermissions.allowed(partition, there)
                      .forEach(
                          statement ->
                              others.ofBucket(
                                  owner, bucket, statement.to(identity), places(there))));
    }
    Keys keys = Keys.of(locations.values());
    ofKeys(identity, keys.written(), WRITE, others);
    ofKeys(identity, keys.read(), READ, others);
  }

  private static void ofKeys(
      Caller identity, Set<KmsKey> keys, List<String> actions, ForeignResources others) {
    keys.stream()
        .filter(key -> !key.account().equals(identity.account()))
        .forEach(
            key ->
                others.ofKey(key, PolicyStatement.permission(actions, List.of("*")).to(identity)));
  }

  /** The KMS keys of what is only read, and of what is written: parts are read to join them. */
  private record Keys(Set<KmsKey> read, Set<KmsKey> written) {

    static Keys of(Collection<ScopedLocation> locations) {
      Set<KmsKey> read = new TreeSet<>();
      Set<KmsKey> written = new TreeSet<>();
      for (ScopedLocation location : locations) {
        (location.scope().writes() ? written : read).addAll(location.keys());
      }
      read.removeAll(written);
      return new Keys(read, written);
    }
  }

  private Set<String> buckets() {
    Set<String> buckets = new TreeSet<>();
    places(locations.values()).forEach(location -> buckets.add(location.bucket()));
    return buckets;
  }

  private List<ScopedLocation> in(String bucket) {
    return locations.values().stream()
        .filter(location -> location.location().bucket().equals(bucket))
        .toList();
  }

  /** Where a policy allows or leaves undenied more than routes and options say: a sentence each. */
  List<String> wider(String arn, Collection<S3Location> all) {
    List<String> wider = new ArrayList<>();
    List<S3Location> places = places(locations.values());
    for (S3Location location : places) {
      if (LocationPermissions.isTooFarFromLatin(location)) {
        wider.add(
            location
                + " has characters above U+00FF, which IAM does not take in the policy of "
                + arn
                + ". Route a location around it");
      }
    }
    List<S3Location> denied = LocationPermissions.denied(places, all);
    if (!denied.isEmpty()) {
      wider.add(
          arn
              + " can list the names below "
              + denied.stream().map(S3Location::toString).collect(Collectors.joining(", "))
              + ", though it can read nothing there: S3 looks at the prefix of a list alone, which"
              + " may be above it. Use another bucket if the names tell something");
    }
    for (S3Location other : LocationPermissions.notDenied(places, all)) {
      wider.add(
          other
              + " is another's, and "
              + arn
              + " has a location below it, so that its policy does not deny it. Use another role"
              + " for one of them");
    }
    for (ScopedLocation outer : locations.values()) {
      locations.values().stream()
          .filter(inner -> !inner.scope().writes() && outer.scope().writes())
          .filter(inner -> LocationPermissions.isBelow(inner.location(), outer.location()))
          .forEach(
              inner ->
                  wider.add(
                      inner.location()
                          + " is only read, but "
                          + arn
                          + " also writes to "
                          + outer.location()
                          + " around it, and so there, too. Use another role for one of them"));
    }
    return wider;
  }
}
