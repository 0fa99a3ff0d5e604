package io.rolecall.iam;

import io.rolecall.iam.policy.Caller;
import io.rolecall.iam.policy.PolicyStatement;
import io.rolecall.route.Access;
import io.rolecall.route.RoleArn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The roles of other accounts that one identity assumes. Those of its own account need no
 * permission: they name it. Not thread-safe.
 */
final class AssumedRoles {

  private final Set<String> all = new TreeSet<>();
  private final Set<String> tagged = new TreeSet<>();
  private final Set<String> withSourceIdentity = new TreeSet<>();

  void add(Access.Role link) {
    String arn = PolicyStatement.literal(link.role().toString());
    List<String> actions = actions(link);
    all.add(arn);
    if (actions.contains(TrustStatements.TAG)) {
      tagged.add(arn);
    }
    if (actions.contains(TrustStatements.SET_SOURCE_IDENTITY)) {
      withSourceIdentity.add(arn);
    }
  }

  /** What of STS a role is assumed with. */
  static List<String> actions(Access.Role link) {
    List<String> actions = new ArrayList<>(List.of(Caller.ASSUME));
    if (!link.terms().tags().isEmpty()) {
      actions.add(TrustStatements.TAG);
    }
    if (link.terms().sourceIdentity().isPresent()) {
      actions.add(TrustStatements.SET_SOURCE_IDENTITY);
    }
    return actions;
  }

  List<PolicyStatement> statements() {
    List<PolicyStatement> statements = new ArrayList<>();
    add(statements, Caller.ASSUME, all);
    add(statements, TrustStatements.TAG, tagged);
    add(statements, TrustStatements.SET_SOURCE_IDENTITY, withSourceIdentity);
    return statements;
  }

  private static void add(List<PolicyStatement> statements, String action, Set<String> roles) {
    if (!roles.isEmpty()) {
      statements.add(PolicyStatement.permission(List.of(action), roles));
    }
  }

  /** What one action on one role needs. */
  static PolicyStatement permission(String action, RoleArn role) {
    return PolicyStatement.permission(
        List.of(action), List.of(PolicyStatement.literal(role.toString())));
  }
}
