package io.rolecall.localaws.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the JSON form of a statement. Refuses what could not be enforced. */
final class StatementParser {
  private static final Set<String> ELEMENTS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  private final PolicyKind kind;
  private final boolean hasVariables;

  /**
   * @param kind what the policy belongs to
   * @param hasVariables whether the policy's version knows policy variables
   */
  StatementParser(PolicyKind kind, boolean hasVariables) {
    this.kind = kind;
    this.hasVariables = hasVariables;
  }

  Statement parse(@Nullable Object json) throws MalformedPolicyException {
    Map<?, ?> statement = Json.map(json, "Statement");
    for (Object element : statement.keySet()) {
      if (!ELEMENTS.contains(String.valueOf(element))) {
        throw new MalformedPolicyException("Unsupported element " + element + " in a statement.");
      }
    }
    Object effect = statement.get("Effect");
    if (!"Allow".equals(effect) && !"Deny".equals(effect)) {
      throw new MalformedPolicyException("Effect must be Allow or Deny.");
    }
    boolean allows = "Allow".equals(effect);
    return new Statement(
        allows,
        principals(statement, allows),
        actions(statement),
        resources(statement),
        new ConditionParser(hasVariables).parse(statement.get("Condition")));
  }

  private @Nullable Principals principals(Map<?, ?> statement, boolean allows)
      throws MalformedPolicyException {
    if (!kind.hasPrincipals()) {
      forbid(statement, "Principal");
      return null;
    }
    String element = one(statement, "Principal");
    boolean inverted = element.equals("NotPrincipal");
    if (inverted && (allows || kind == PolicyKind.TRUST)) {
      throw new MalformedPolicyException(
          "NotPrincipal is only for the statements of a bucket's policy that deny.");
    }
    return PrincipalsParser.parse(statement.get(element), inverted);
  }

  private static Choice actions(Map<?, ?> statement) throws MalformedPolicyException {
    String element = one(statement, "Action");
    List<Template> templates = new ArrayList<>();
    for (String action : Json.strings(statement.get(element), element)) {
      if (!action.equals("*") && !action.contains(":")) {
        throw new MalformedPolicyException("Actions must be prefaced by a vendor: " + action);
      }
      templates.add(new TemplateParser(action, Wildcards.ANYWHERE, false).parse(true));
    }
    return new Choice(List.copyOf(templates), element.equals("NotAction"));
  }

  private @Nullable Choice resources(Map<?, ?> statement) throws MalformedPolicyException {
    if (!kind.hasResources()) {
      forbid(statement, "Resource");
      return null;
    }
    String element = one(statement, "Resource");
    List<Template> templates = new ArrayList<>();
    for (String resource : Json.strings(statement.get(element), element)) {
      if (!resource.equals("*") && !resource.startsWith("arn:")) {
        throw new MalformedPolicyException(
            "Resource " + resource + " must be in ARN format or \"*\".");
      }
      templates.add(new TemplateParser(resource, Wildcards.IN_SEGMENTS, hasVariables).parse(false));
    }
    return new Choice(List.copyOf(templates), element.equals("NotResource"));
  }

  /** Which of an element and its inversion is there. */
  private static String one(Map<?, ?> statement, String element) throws MalformedPolicyException {
    String inversion = "Not" + element;
    boolean inverted = statement.containsKey(inversion);
    if (statement.containsKey(element) == inverted) {
      throw new MalformedPolicyException(
          inverted
              ? "A statement must not have both " + element + " and " + inversion + '.'
              : "A statement must have " + element + " or " + inversion + '.');
    }
    return inverted ? inversion : element;
  }

  private static void forbid(Map<?, ?> statement, String element) throws MalformedPolicyException {
    for (String name : List.of(element, "Not" + element)) {
      if (statement.containsKey(name)) {
        throw new MalformedPolicyException("This kind of policy must not have " + name + '.');
      }
    }
  }
}
