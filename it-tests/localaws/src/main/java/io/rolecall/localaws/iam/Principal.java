package io.rolecall.localaws.iam;

import io.rolecall.localaws.policy.AccessRequest;

/** Somebody who can sign a request. Immutable. */
public sealed interface Principal permits User, RoleSession {
  /** How the access log and AWS's messages name it. */
  String arn();

  String accountId();

  /** What GetCallerIdentity calls the user id. */
  String userId();

  AccessKey accessKey();

  /**
   * Checks its own policies.
   *
   * @throws AwsError AccessDenied, with the reason as AWS words it
   */
  void authorize(AccessRequest request) throws AwsError;
}
