package io.rolecall.localaws.policy;

import org.jspecify.annotations.Nullable;

/**
 * The policies on the requester's side.
 *
 * @param identity what the user or the role may do
 * @param boundary the most that the user or the role may be given; null without a boundary
 * @param session the most that the session may do; null without a session policy
 */
public record Policies(
    PolicyDocument identity, @Nullable PolicyDocument boundary, @Nullable PolicyDocument session) {

  /** A resource of the requester's own account, whose policy is empty if it has none. */
  public Verdict inOneAccount(PolicyDocument resource, AccessRequest request) {
    PolicyType denying = denying(resource, request);
    if (denying != null) {
      return Verdict.denied(denying);
    }
    return switch (resource.reach(request)) {
      // Given to the user or the session itself: what other policies do not say takes nothing back.
      case ITSELF -> Verdict.allowed(PolicyType.RESOURCE);
      // Given to the role, beside what its own policies give; boundary and session limit both.
      case ROLE -> limited(PolicyType.RESOURCE, request);
      case ACCOUNT, NONE -> ownSide(request);
    };
  }

  /**
   * A role of the requester's own account. Unlike other resources, a role has to trust whoever
   * assumes it, whatever the requester's own policies allow.
   */
  public Verdict trustedInOneAccount(PolicyDocument trust, AccessRequest request) {
    return trust.decide(request) == Decision.NOT_ALLOWED
        ? Verdict.notAllowed(PolicyType.RESOURCE)
        : inOneAccount(trust, request);
  }

  /** A resource of another account: its policy and the requester's own side both have to allow. */
  public Verdict acrossAccounts(PolicyDocument resource, AccessRequest request) {
    PolicyType denying = denying(resource, request);
    if (denying != null) {
      return Verdict.denied(denying);
    }
    return resource.reach(request) == Reach.NONE
        ? Verdict.notAllowed(PolicyType.RESOURCE)
        : ownSide(request);
  }

  private Verdict ownSide(AccessRequest request) {
    return identity.reach(request) == Reach.NONE
        ? Verdict.notAllowed(PolicyType.IDENTITY)
        : limited(PolicyType.IDENTITY, request);
  }

  /** What is given already, if boundary and session policy allow it, too. */
  private Verdict limited(PolicyType given, AccessRequest request) {
    if (boundary != null && boundary.reach(request) == Reach.NONE) {
      return Verdict.notAllowed(PolicyType.BOUNDARY);
    }
    if (session != null && session.reach(request) == Reach.NONE) {
      return Verdict.notAllowed(PolicyType.SESSION);
    }
    return Verdict.allowed(given);
  }

  private @Nullable PolicyType denying(PolicyDocument resource, AccessRequest request) {
    if (identity.denies(request)) {
      return PolicyType.IDENTITY;
    }
    if (boundary != null && boundary.denies(request)) {
      return PolicyType.BOUNDARY;
    }
    if (session != null && session.denies(request)) {
      return PolicyType.SESSION;
    }
    return resource.denies(request) ? PolicyType.RESOURCE : null;
  }
}
