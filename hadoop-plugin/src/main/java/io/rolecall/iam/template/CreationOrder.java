package io.rolecall.iam.template;

import io.rolecall.iam.policy.PolicyStatement;
import io.rolecall.iam.policy.RolePolicies;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which roles of one document have to be made before others: IAM refuses a trust policy that names
 * a role that there is not. Immutable.
 */
final class CreationOrder {

  private final Map<String, Set<String>> before = new HashMap<>();

  /**
   * The order.
   *
   * @param roles the roles of the document
   */
  CreationOrder(Collection<RolePolicies> roles) {
    roles.forEach(role -> before.put(role.role(), new TreeSet<>()));
    for (RolePolicies role : roles) {
      for (PolicyStatement statement : role.trustPolicy().statements()) {
        String principal = statement.principal().get("AWS");
        if (principal != null
            && before.containsKey(principal)
            && !waitsFor(principal, role.role())) {
          of(role.role()).add(principal);
        }
      }
    }
  }

  /** Whether it does, also by what it waits for; roles that trust each other go without. */
  private boolean waitsFor(String role, String other) {
    return role.equals(other) || of(role).stream().anyMatch(next -> waitsFor(next, other));
  }

  private Set<String> of(String role) {
    return before.getOrDefault(role, Set.of());
  }

  /** The roles that have to be there before a role, by their ARNs. */
  List<String> before(String role) {
    return List.copyOf(of(role));
  }

  /** Whether the document makes a role. */
  boolean has(String role) {
    return before.containsKey(role);
  }
}
