package io.rolecall.localaws.iam;

import io.rolecall.localaws.policy.Grant;
import io.rolecall.localaws.policy.PolicyDocument;

/** Describes an IAM user. Rights outside the user's own account have no effect. */
public final class UserBuilder {
  private final String accountId;
  private final String name;
  private PolicyDocument policy = PolicyDocument.empty();

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

  User build() {
    return new User(accountId, name, KeyGenerator.id("AIDA"), KeyGenerator.userKey(), policy);
  }
}
