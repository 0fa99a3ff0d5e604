package io.rolecall.localaws.policy;

/**
 * How near a resource's policy comes to a requester: the nearer, the less does other policies'
 * silence take back. In order.
 */
public enum Reach {
  /** It does not speak of the requester. */
  NONE,
  /** It names the account, whose own policies say who of it may. */
  ACCOUNT,
  /** It names the role that the requester is a session of. */
  ROLE,
  /** It names the user or the session itself, or everybody. */
  ITSELF
}
