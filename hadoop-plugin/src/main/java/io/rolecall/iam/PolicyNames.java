package io.rolecall.iam;

/** What the policies are called that belong to a role or a user. */
final class PolicyNames {

  /** For the locations of a role, and the roles that it assumes. */
  static final String OF_ROLE = "rolecall";

  /** For the roles that the base identity assumes; it may itself be a role that is routed to. */
  static final String OF_BASE = "rolecall-base";

  private PolicyNames() {}
}
