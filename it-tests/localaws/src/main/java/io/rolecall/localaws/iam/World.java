package io.rolecall.localaws.iam;

import io.rolecall.localaws.policy.PolicyDocument;
import io.rolecall.localaws.saml.SamlProvider;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every account, with what is in it. Immutable, but for the policies that owners change. */
public final class World {
  private final Map<String, Account> accounts;
  private final Map<String, String> bucketOwners = new TreeMap<>();
  private final Map<String, User> usersByKey;
  private final Map<String, Role> rolesByArn;

  public World(Collection<Account> accounts) {
    this.accounts = accounts.stream().collect(Collectors.toMap(Account::id, Function.identity()));
    for (Account account : accounts) {
      for (String bucket : account.buckets()) {
        String other = bucketOwners.putIfAbsent(bucket, account.id());
        if (other != null) {
          throw new IllegalArgumentException(
              "bucket " + bucket + " is in two accounts, " + other + " and " + account.id());
        }
      }
    }
    usersByKey =
        accounts.stream()
            .flatMap(account -> account.users().values().stream())
            .collect(Collectors.toMap(user -> user.accessKey().accessKeyId(), user -> user));
    rolesByArn =
        accounts.stream()
            .flatMap(account -> account.roles().values().stream())
            .collect(Collectors.toMap(Role::arn, Function.identity()));
  }

  /** The secret halves of the users' keys. */
  public Stream<String> secrets() {
    return usersByKey.values().stream().map(user -> user.accessKey().secretAccessKey());
  }

  public @Nullable User userByKey(String accessKeyId) {
    return usersByKey.get(accessKeyId);
  }

  public @Nullable Role role(String arn) {
    return rolesByArn.get(arn);
  }

  /** The provider that an account has for an issuer, or null. */
  public @Nullable OidcProvider oidcProvider(String accountId, String issuer) {
    Account account = accounts.get(accountId);
    return account == null ? null : account.oidcProviders().get(issuer);
  }

  /** The SAML provider of an ARN, or null. */
  public @Nullable SamlProvider samlProvider(String arn) {
    return accounts.values().stream()
        .map(account -> account.samlProviders().get(arn))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** The id of the account that owns the bucket, or null where there is no such bucket. */
  public @Nullable String bucketOwner(String bucket) {
    return bucketOwners.get(bucket);
  }

  /** The bucket's policy; an empty one without. */
  public PolicyDocument bucketPolicy(String bucket) {
    Account owner = accounts.get(bucketOwners.get(bucket));
    PolicyDocument policy = owner == null ? null : owner.bucketPolicies().get(bucket);
    return policy == null ? PolicyDocument.empty() : policy;
  }

  public boolean hasBucketPolicy(String bucket) {
    Account owner = accounts.get(bucketOwners.get(bucket));
    return owner != null && owner.bucketPolicies().containsKey(bucket);
  }

  /** Every bucket, sorted. */
  public List<String> buckets() {
    return List.copyOf(bucketOwners.keySet());
  }

  public List<String> bucketsOf(String accountId) {
    return buckets().stream().filter(b -> accountId.equals(bucketOwners.get(b))).toList();
  }

  public User user(String accountId, String name) {
    Account account = accounts.get(accountId);
    User user = account == null ? null : account.users().get(name);
    if (user == null) {
      throw new IllegalArgumentException("no user " + name + " in account " + accountId);
    }
    return user;
  }

  /** Every account, sorted by id. */
  public Collection<Account> accounts() {
    return new TreeMap<>(accounts).values();
  }
}
