package io.rolecall.iam.policy;

import org.jspecify.annotations.Nullable;

/**
 * What the owner of the base identity sets.
 *
 * @param principal the ARN of the user or the role
 * @param permissions what it may do; null if it needs nothing
 */
public record BasePolicies(String principal, @Nullable PolicyDocument permissions) {

  /** Whether it is a role's, not a user's. Named so that it is not written as a field. */
  public boolean ofRole() {
    return principal.contains(":role/");
  }

  /** Its name, without its path. */
  public String name() {
    return principal.substring(principal.lastIndexOf('/') + 1);
  }
}
