package io.rolecall.localaws.iam;

import io.rolecall.localaws.policy.Grant;
import io.rolecall.localaws.policy.PolicyDocument;
import io.rolecall.localaws.policy.PolicyKind;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Describes an IAM user. In another account's bucket, the bucket's policy has to allow it, too. */
public final class UserBuilder {
  private final String accountId;
  private final String name;
  private final Map<String, String> tags = new TreeMap<>();
  private PolicyDocument policy = PolicyDocument.empty();
  private PolicyDocument ofSts = Grant.assumeRoles();
  private @Nullable PolicyDocument boundary;

  UserBuilder(String accountId, String name) {
    this.accountId = accountId;
    this.name = name;
  }

  /** Lets the user read and list a whole bucket. */
  public UserBuilder read(String bucket) {
    policy = policy.and(Grant.read(bucket, ""));
    return this;
  }

  /** Lets the user read, list and change a whole bucket. */
  public UserBuilder readWrite(String bucket) {
    policy = policy.and(Grant.readWrite(bucket, ""));
    return this;
  }

  /** Adds what an identity policy in its JSON form says. */
  public UserBuilder policy(String json) {
    policy = policy.and(Documents.parse(PolicyKind.IDENTITY, name, json));
    return this;
  }

  /**
   * Lets the user assume only those roles that its policies allow it to assume, as on AWS. Unless
   * this is called, every role that trusts the user.
   */
  public UserBuilder stsByPolicy() {
    ofSts = PolicyDocument.empty();
    return this;
  }

  /** Sets the permissions boundary, in its JSON form. */
  public UserBuilder boundary(String json) {
    boundary = Documents.parse(PolicyKind.IDENTITY, name, json);
    return this;
  }

  /** Gives the user a tag. */
  public UserBuilder tag(String key, String value) {
    tags.put(key, value);
    return this;
  }

  User build() {
    return new User(
        accountId,
        name,
        KeyGenerator.id("AIDA"),
        KeyGenerator.userKey(),
        policy.and(ofSts),
        boundary,
        Map.copyOf(tags));
  }
}
