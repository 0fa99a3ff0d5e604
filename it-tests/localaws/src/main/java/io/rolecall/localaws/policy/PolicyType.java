package io.rolecall.localaws.policy;

/** The policies that decide on a request, as AWS's messages name them. */
public enum PolicyType {
  /** What the identity may do. */
  IDENTITY("identity-based policy"),
  /** The most that the identity may be given. */
  BOUNDARY("permissions boundary"),
  /** The most that the session may do. */
  SESSION("session policy"),
  /** Whom the resource lets in: a bucket's policy, a role's trust policy. */
  RESOURCE("resource-based policy");

  private final String words;

  PolicyType(String words) {
    this.words = words;
  }

  /** Such as {@code session policy}. */
  public String words() {
    return words;
  }
}
