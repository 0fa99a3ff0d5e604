package io.rolecall.iam;

import io.rolecall.route.S3Location;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The locations that one identity reaches, and what it needs for them. Not thread-safe. */
final class Reached {

  /** The last character that IAM takes in a policy. */
  private static final char LAST = '\u00FF';

  private static final List<String> READ = List.of("kms:Decrypt");

  /** S3 decrypts when it puts together what was uploaded in parts. */
  private static final List<String> WRITE = List.of("kms:Decrypt", "kms:GenerateDataKey");

  private final Set<S3Location> locations =
      new TreeSet<>(Comparator.comparing(S3Location::toString));

  boolean add(S3Location location) {
    return locations.add(location);
  }

  /** Every location, as routes have them. */
  List<S3Location> locations() {
    return List.copyOf(locations);
  }

  /**
   * What the identity's own policy says.
   *
   * @param partition such as {@code aws}
   * @param all every location of S3, whoever has it
   * @param storage what is known of the buckets
   */
  List<PolicyStatement> permissions(String partition, Collection<S3Location> all, Storage storage) {
    return permissions(partition, locations, all, storage);
  }

  /** The same, if it had these locations alone. */
  static List<PolicyStatement> permissions(
      String partition,
      Collection<S3Location> locations,
      Collection<S3Location> all,
      Storage storage) {
    List<PolicyStatement> statements =
        new ArrayList<>(LocationPermissions.allowed(partition, locations, storage::isOnlyRead));
    Keys keys = Keys.of(locations, storage);
    if (!keys.written().isEmpty()) {
      statements.add(PolicyStatement.permission(WRITE, arns(keys.written())));
    }
    if (!keys.read().isEmpty()) {
      statements.add(PolicyStatement.permission(READ, arns(keys.read())));
    }
    statements.addAll(LocationPermissions.denied(partition, locations, all));
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
      List<S3Location> there = in(bucket);
      storage
          .otherThan(identity.account(), bucket)
          .ifPresent(
              owner ->
                  LocationPermissions.allowed(partition, there, storage::isOnlyRead)
                      .forEach(
                          statement ->
                              others.ofBucket(owner, bucket, statement.to(identity), there)));
    }
    Keys keys = Keys.of(locations, storage);
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

  /** The KMS keys that are needed only to read, and those that are needed to write. */
  private record Keys(Set<KmsKey> read, Set<KmsKey> written) {

    static Keys of(Collection<S3Location> locations, Storage storage) {
      Set<KmsKey> read = new TreeSet<>();
      Set<KmsKey> written = new TreeSet<>();
      for (S3Location location : locations) {
        (storage.isOnlyRead(location) ? read : written).addAll(storage.keysOf(location.bucket()));
      }
      read.removeAll(written);
      return new Keys(read, written);
    }
  }

  private Set<String> buckets() {
    Set<String> buckets = new TreeSet<>();
    locations.forEach(location -> buckets.add(location.bucket()));
    return buckets;
  }

  private List<S3Location> in(String bucket) {
    return locations.stream().filter(location -> location.bucket().equals(bucket)).toList();
  }

  /** Where a policy allows or leaves undenied more than routes and options say: a sentence each. */
  List<String> wider(String arn, Collection<S3Location> all, Storage storage) {
    List<String> wider = new ArrayList<>();
    for (S3Location location : locations) {
      if (location.prefix().chars().anyMatch(c -> c > LAST)) {
        wider.add(
            location
                + " has characters above U+00FF, which IAM does not take in the policy of "
                + arn
                + ". Route a location around it");
      }
    }
    List<S3Location> denied = LocationPermissions.denied(locations, all);
    if (!denied.isEmpty()) {
      wider.add(
          arn
              + " can list the names below "
              + denied.stream().map(S3Location::toString).collect(Collectors.joining(", "))
              + ", though it can read nothing there: S3 looks at the prefix of a list alone, which"
              + " may be above it. Use another bucket if the names tell something");
    }
    for (S3Location other : LocationPermissions.notDenied(locations, all)) {
      wider.add(
          other
              + " is another's, and "
              + arn
              + " has a location below it, so that its policy does not deny it. Use another role"
              + " for one of them");
    }
    for (S3Location read : locations) {
      locations.stream()
          .filter(storage::isOnlyRead)
          .filter(inner -> LocationPermissions.isBelow(inner, read) && !storage.isOnlyRead(read))
          .forEach(
              inner ->
                  wider.add(
                      inner
                          + " is only read, but "
                          + arn
                          + " also writes to "
                          + read
                          + " around it, and so there, too. Use another role for one of them"));
    }
    return wider;
  }
}
