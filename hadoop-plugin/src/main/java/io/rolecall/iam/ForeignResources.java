package io.rolecall.iam;

import io.rolecall.iam.policy.BucketPolicy;
import io.rolecall.iam.policy.KeyPolicy;
import io.rolecall.iam.policy.PolicyDocument;
import io.rolecall.iam.policy.PolicySize;
import io.rolecall.iam.policy.PolicyStatement;
import io.rolecall.route.KmsKey;
import io.rolecall.route.S3Location;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The buckets and keys that are in other accounts than the identities that use them, and what their
 * policies have to say for that. Not thread-safe.
 */
final class ForeignResources {

  private final Map<String, Bucket> buckets = new TreeMap<>();
  private final Map<KmsKey, List<PolicyStatement>> keys = new TreeMap<>();

  /** A bucket of whoever owns it. */
  private record Bucket(String owner, List<PolicyStatement> statements, Set<String> locations) {}

  void ofBucket(
      String owner, String bucket, PolicyStatement statement, Collection<S3Location> locations) {
    Bucket known =
        buckets.computeIfAbsent(bucket, b -> new Bucket(owner, new ArrayList<>(), new TreeSet<>()));
    known.statements().add(statement);
    locations.forEach(location -> known.locations().add(location.toString()));
  }

  void ofKey(KmsKey key, PolicyStatement statement) {
    keys.computeIfAbsent(key, k -> new ArrayList<>()).add(statement);
  }

  /** The accounts that have some. */
  Set<String> accounts() {
    Set<String> accounts = new TreeSet<>();
    buckets.values().forEach(bucket -> accounts.add(bucket.owner()));
    keys.keySet().forEach(key -> accounts.add(key.account()));
    return accounts;
  }

  List<BucketPolicy> bucketsOf(String account) {
    List<BucketPolicy> policies = new ArrayList<>();
    buckets.forEach(
        (name, bucket) -> {
          if (bucket.owner().equals(account)) {
            policies.add(
                new BucketPolicy(
                    name,
                    PolicySize.bucket(
                        name, PolicyDocument.of(bucket.statements()), bucket.locations())));
          }
        });
    return policies;
  }

  List<KeyPolicy> keysOf(String account) {
    List<KeyPolicy> policies = new ArrayList<>();
    keys.forEach(
        (key, statements) -> {
          if (key.account().equals(account)) {
            policies.add(new KeyPolicy(key.arn(), statements));
          }
        });
    return policies;
  }
}
