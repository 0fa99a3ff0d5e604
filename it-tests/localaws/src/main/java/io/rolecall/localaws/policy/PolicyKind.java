package io.rolecall.localaws.policy;

/** What a policy belongs to, and with it which elements it must have and must not have. */
public enum PolicyKind {
  /** An identity, as its permissions or their boundary, or a session. */
  IDENTITY(false, true),
  /** A role, as whom it trusts. */
  TRUST(true, false),
  /** A bucket. */
  BUCKET(true, true);

  private final boolean hasPrincipals;
  private final boolean hasResources;

  PolicyKind(boolean hasPrincipals, boolean hasResources) {
    this.hasPrincipals = hasPrincipals;
    this.hasResources = hasResources;
  }

  boolean hasPrincipals() {
    return hasPrincipals;
  }

  boolean hasResources() {
    return hasResources;
  }
}
