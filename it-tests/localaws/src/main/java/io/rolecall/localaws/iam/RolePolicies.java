package io.rolecall.localaws.iam;

import io.rolecall.localaws.policy.PolicyDocument;
import io.rolecall.localaws.policy.PolicyKind;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whom a role trusts and what it may do, as its owner sets it, also while it is used. A change
 * holds at once, for sessions that there are, too; AWS takes up to minutes. Thread-safe.
 */
public final class RolePolicies {
  private final String role;
  private final PolicyDocument described;
  private final Map<String, PolicyDocument> named = new TreeMap<>();
  private volatile PolicyDocument trust;
  private volatile PolicyDocument permissions;

  /**
   * What a role begins with.
   *
   * @param role its name, for messages
   * @param trust who may assume it
   * @param permissions what it may do, under no name
   */
  public RolePolicies(String role, PolicyDocument trust, PolicyDocument permissions) {
    this.role = role;
    this.described = permissions;
    this.trust = trust;
    this.permissions = permissions;
  }

  PolicyDocument trust() {
    return trust;
  }

  PolicyDocument permissions() {
    return permissions;
  }

  /**
   * Replaces the trust policy, as UpdateAssumeRolePolicy does.
   *
   * @throws IllegalArgumentException if AWS would refuse it, or it could not be enforced in full
   */
  public void updateTrust(String json) {
    trust = Documents.parse(PolicyKind.TRUST, role, json);
  }

  /**
   * Adds a policy to the permissions, or replaces the one of this name, as PutRolePolicy does.
   *
   * @throws IllegalArgumentException if AWS would refuse it, or it could not be enforced in full
   */
  public synchronized void put(String name, String json) {
    named.put(name, Documents.parse(PolicyKind.IDENTITY, role, json));
    permissions = together();
  }

  /**
   * Takes a policy out that {@link #put} has added, as DeleteRolePolicy does.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public synchronized void delete(String name) {
    if (named.remove(name) == null) {
      throw new IllegalArgumentException(role + ": no policy " + name);
    }
    permissions = together();
  }

  private PolicyDocument together() {
    return named.values().stream().reduce(described, PolicyDocument::and);
  }
}
