package io.rolecall.localaws.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A policy as AWS takes it. Immutable. */
public final class PolicyDocument {
  private static final String WITH_VARIABLES = "2012-10-17";
  private static final Set<String> ELEMENTS = Set.of("Version", "Id", "Statement");

  private final String json;
  private final List<Statement> statements;

  private PolicyDocument(String json, List<Statement> statements) {
    this.json = json;
    this.statements = List.copyOf(statements);
  }

  /** A policy that allows nothing. */
  public static PolicyDocument empty() {
    return new PolicyDocument("", List.of());
  }

  /** Reads the JSON form of an identity's or a session's policy. */
  public static PolicyDocument parse(String json) throws MalformedPolicyException {
    return parse(PolicyKind.IDENTITY, json);
  }

  /** Reads a policy in its JSON form. */
  public static PolicyDocument parse(PolicyKind kind, String json) throws MalformedPolicyException {
    if (!(JsonParser.parse(json) instanceof Map<?, ?> document)) {
      throw new MalformedPolicyException("A policy must be an object.");
    }
    for (Object element : document.keySet()) {
      if (!ELEMENTS.contains(String.valueOf(element))) {
        throw new MalformedPolicyException("Unsupported element " + element + " in a policy.");
      }
    }
    Object version = document.get("Version");
    if (version != null && !WITH_VARIABLES.equals(version) && !"2008-10-17".equals(version)) {
      throw new MalformedPolicyException("The policy's Version is not a known one.");
    }
    StatementParser parser = new StatementParser(kind, WITH_VARIABLES.equals(version));
    List<Statement> statements = new ArrayList<>();
    Object body = document.get("Statement");
    for (Object statement : body instanceof List<?> list ? list : listOfOne(body)) {
      statements.add(parser.parse(statement));
    }
    if (statements.isEmpty()) {
      throw new MalformedPolicyException("A policy must have a statement.");
    }
    return new PolicyDocument(json, statements);
  }

  /** As it was given; empty for what was put together of others. */
  String json() {
    return json;
  }

  /** What both policies allow together. */
  public PolicyDocument and(PolicyDocument other) {
    List<Statement> all = new ArrayList<>(statements);
    all.addAll(other.statements);
    return new PolicyDocument("", all);
  }

  /** Each action on each resource of each statement. */
  public List<Part> parts() {
    return parts(Statement::parts);
  }

  /**
   * The one part without which this policy would say something else to a request: which it allows,
   * or denies though others of its parts allow it. Empty where two say the same, or none.
   */
  public Optional<Part> decidingAlone(AccessRequest request) {
    List<Part> speaking = parts((statement, number) -> statement.partsFor(number, request));
    List<Part> denying = speaking.stream().filter(part -> !part.allows()).toList();
    List<Part> allowing = speaking.stream().filter(Part::allows).toList();
    List<Part> deciding = denying.isEmpty() ? allowing : denying;
    return deciding.size() == 1 && !allowing.isEmpty()
        ? Optional.of(deciding.get(0))
        : Optional.empty();
  }

  private List<Part> parts(BiFunction<Statement, Integer, List<Part>> of) {
    List<Part> parts = new ArrayList<>();
    for (int number = 0; number < statements.size(); number++) {
      parts.addAll(of.apply(statements.get(number), number));
    }
    return parts;
  }

  /** What this policy says to a request. */
  public Decision decide(AccessRequest request) {
    if (denies(request)) {
      return Decision.DENIED;
    }
    return reach(request) == Reach.NONE ? Decision.NOT_ALLOWED : Decision.ALLOWED;
  }

  /** Whether a statement denies it, whatever others allow. */
  boolean denies(AccessRequest request) {
    return statements.stream()
        .anyMatch(statement -> !statement.allows() && statement.reach(request) != Reach.NONE);
  }

  /** How near its permission comes to who asks; {@link Reach#NONE} without one. */
  Reach reach(AccessRequest request) {
    return statements.stream()
        .filter(Statement::allows)
        .map(statement -> statement.reach(request))
        .max(Reach::compareTo)
        .orElse(Reach.NONE);
  }

  private static List<Object> listOfOne(@Nullable Object body) throws MalformedPolicyException {
    if (body == null) {
      throw new MalformedPolicyException("Missing required field Statement.");
    }
    return List.of(body);
  }
}
