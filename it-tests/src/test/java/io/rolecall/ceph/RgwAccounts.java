package io.rolecall.ceph;

import io.rolecall.localaws.iam.AccessKey;
import java.io.IOException;
import java.util.UUID;

/** Accounts in a gateway: its tenants, whose names are account ids. */
public final class RgwAccounts {

  private final CephRgw gateway;

  /**
   * The accounts of a gateway.
   *
   * @param gateway the gateway
   */
  public RgwAccounts(CephRgw gateway) {
    this.gateway = gateway;
  }

  /**
   * Adds a user, who may do everything with what is its own.
   *
   * @param account the account, 12 digits
   * @param name the user's name
   * @return the user's keys
   * @throws IOException if there is such a user
   */
  public AccessKey user(String account, String name) throws IOException {
    String random =
        UUID.randomUUID().toString().replace("-", "").toUpperCase(java.util.Locale.ROOT);
    AccessKey key = new AccessKey("U" + random.substring(0, 19), random + "abcdefgh");
    gateway.admin(
        "user",
        "create",
        "--tenant",
        account,
        "--uid",
        name,
        "--display-name",
        name,
        "--access-key",
        key.accessKeyId(),
        "--secret-key",
        key.secretAccessKey());
    return key;
  }

  /**
   * Adds a role.
   *
   * @param account the account, 12 digits
   * @param name the role's name
   * @param trusted the ARN of who may assume it
   * @param permissions a policy as JSON
   * @return the role's ARN
   * @throws IOException if there is such a role
   */
  public String role(String account, String name, String trusted, String permissions)
      throws IOException {
    createRole(
        account,
        name,
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["%s"]},\
        "Action":["sts:AssumeRole"]}]}"""
            .formatted(trusted));
    putPolicy(account, name, "permissions", permissions);
    return "arn:aws:iam::" + account + ":role/" + name;
  }

  /**
   * Adds a role that may do nothing yet.
   *
   * @param account the account, 12 digits
   * @param name the role's name
   * @param trust its trust policy as JSON
   * @throws IOException if there is such a role, or the gateway refuses the policy
   */
  public void createRole(String account, String name, String trust) throws IOException {
    gateway.admin(
        "role",
        "create",
        "--tenant",
        account,
        "--role-name",
        name,
        "--assume-role-policy-doc",
        trust);
  }

  /**
   * Replaces a role's trust policy.
   *
   * @param account the account, 12 digits
   * @param name the role's name
   * @param trust its trust policy as JSON
   * @throws IOException if there is no such role, or the gateway refuses the policy
   */
  public void updateTrust(String account, String name, String trust) throws IOException {
    gateway.admin(
        "role",
        "modify",
        "--tenant",
        account,
        "--role-name",
        name,
        "--assume-role-policy-doc",
        trust);
  }

  /**
   * Adds a policy to a role's permissions, or replaces the one of this name.
   *
   * @param account the account, 12 digits
   * @param name the role's name
   * @param policyName the policy's name
   * @param policy the policy as JSON
   * @throws IOException if there is no such role, or the gateway refuses the policy
   */
  public void putPolicy(String account, String name, String policyName, String policy)
      throws IOException {
    gateway.admin(
        "role-policy",
        "put",
        "--tenant",
        account,
        "--role-name",
        name,
        "--policy-name",
        policyName,
        "--policy-doc",
        policy);
  }

  /**
   * A policy that lets everything be done with the keys of a bucket that begin with a prefix, and
   * the whole bucket be listed.
   *
   * @param bucket the bucket
   * @param prefix the prefix; empty for all keys
   * @return JSON
   */
  public static String readWrite(String bucket, String prefix) {
    // A bulk delete is allowed for the bucket first, and then for each key.
    return policy(bucket, prefix, "s3:*", "s3:DeleteObject");
  }

  /**
   * A policy that lets the keys of a bucket that begin with a prefix be read, and the whole bucket
   * be listed.
   *
   * @param bucket the bucket
   * @param prefix the prefix; empty for all keys
   * @return JSON
   */
  public static String read(String bucket, String prefix) {
    return policy(bucket, prefix, "s3:GetObject", "s3:ListBucketVersions");
  }

  private static String policy(
      String bucket, String prefix, String actionOnKeys, String actionOnBucket) {
    return """
    {"Version":"2012-10-17","Statement":[\
    {"Effect":"Allow","Action":["%3$s"],"Resource":["arn:aws:s3:::%1$s/%2$s*"]},\
    {"Effect":"Allow","Action":["s3:ListBucket","s3:GetBucketLocation",\
    "s3:ListBucketMultipartUploads","%4$s"],"Resource":["arn:aws:s3:::%1$s"]}]}"""
        .formatted(bucket, prefix, actionOnKeys, actionOnBucket);
  }
}
