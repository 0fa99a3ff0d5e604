package io.rolecall.localaws.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An identity policy or a session policy. Immutable. */
public final class PolicyDocument {
  private final List<Statement> statements;

  private PolicyDocument(List<Statement> statements) {
    this.statements = List.copyOf(statements);
  }

  /** A policy that allows nothing. */
  public static PolicyDocument empty() {
    return new PolicyDocument(List.of());
  }

  /** Reads a policy in its JSON form. */
  public static PolicyDocument parse(String json) throws MalformedPolicyException {
    if (!(JsonParser.parse(json) instanceof Map<?, ?> document)) {
      throw new MalformedPolicyException("A policy must be an object.");
    }
    Object version = document.get("Version");
    if (version != null && !"2012-10-17".equals(version) && !"2008-10-17".equals(version)) {
      throw new MalformedPolicyException("The policy's Version is not a known one.");
    }
    List<Statement> statements = new ArrayList<>();
    Object body = document.get("Statement");
    for (Object statement : body instanceof List<?> list ? list : listOfOne(body)) {
      statements.add(StatementParser.parse(statement));
    }
    if (statements.isEmpty()) {
      throw new MalformedPolicyException("A policy must have a statement.");
    }
    return new PolicyDocument(statements);
  }

  /** What both policies allow together. */
  public PolicyDocument and(PolicyDocument other) {
    List<Statement> all = new ArrayList<>(statements);
    all.addAll(other.statements);
    return new PolicyDocument(all);
  }

  /** What this policy says to a request. */
  public Decision decide(AccessRequest request) {
    Decision decision = Decision.NOT_ALLOWED;
    for (Statement statement : statements) {
      if (statement.matches(request)) {
        if (!statement.allows()) {
          return Decision.DENIED;
        }
        decision = Decision.ALLOWED;
      }
    }
    return decision;
  }

  static PolicyDocument of(Statement... statements) {
    return new PolicyDocument(List.of(statements));
  }

  private static List<Object> listOfOne(@Nullable Object body) throws MalformedPolicyException {
    if (body == null) {
      throw new MalformedPolicyException("Missing required field Statement.");
    }
    return List.of(body);
  }
}
