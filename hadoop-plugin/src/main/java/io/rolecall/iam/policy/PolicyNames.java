package io.rolecall.iam.policy;

/** What the policies are called that belong to a role or a user. */
public final class PolicyNames {

  /** For the locations of a role, and the roles that it assumes. */
  public static final String OF_ROLE = "rolecall";

  /** For the roles that the base identity assumes; it may itself be a role that is routed to. */
  public static final String OF_BASE = "rolecall-base";

  private PolicyNames() {}
}
