package io.rolecall.iam;

import io.rolecall.route.Access;
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
    all.add(arn);
    if (!link.terms().tags().isEmpty()) {
      tagged.add(arn);
    }
    if (link.terms().sourceIdentity().isPresent()) {
      withSourceIdentity.add(arn);
    }
  }

  List<PolicyStatement> statements() {
    List<PolicyStatement> statements = new ArrayList<>();
    add(statements, "sts:AssumeRole", all);
    add(statements, "sts:TagSession", tagged);
    add(statements, "sts:SetSourceIdentity", withSourceIdentity);
    return statements;
  }

  private static void add(List<PolicyStatement> statements, String action, Set<String> roles) {
    if (!roles.isEmpty()) {
      statements.add(PolicyStatement.permission(List.of(action), roles));
    }
  }
}
