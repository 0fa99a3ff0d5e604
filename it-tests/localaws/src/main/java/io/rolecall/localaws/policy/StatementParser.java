package io.rolecall.localaws.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the JSON form of a statement. Refuses what could not be enforced. */
final class StatementParser {
  private static final Set<String> ELEMENTS =
      Set.of("Sid", "Effect", "Action", "Resource", "Condition");

  private StatementParser() {}

  static Statement parse(@Nullable Object json) throws MalformedPolicyException {
    Map<?, ?> statement = map(json, "Statement");
    for (Object element : statement.keySet()) {
      if (!ELEMENTS.contains(String.valueOf(element))) {
        throw new MalformedPolicyException("Unsupported element " + element + " in a statement.");
      }
    }
    Object effect = statement.get("Effect");
    if (!"Allow".equals(effect) && !"Deny".equals(effect)) {
      throw new MalformedPolicyException("Effect must be Allow or Deny.");
    }
    return new Statement(
        "Allow".equals(effect),
        actions(strings(statement.get("Action"), "Action")),
        resources(strings(statement.get("Resource"), "Resource")),
        prefixes(statement.get("Condition")));
  }

  private static List<WildcardPattern> actions(List<String> actions)
      throws MalformedPolicyException {
    for (String action : actions) {
      if (!action.equals("*") && !action.contains(":")) {
        throw new MalformedPolicyException("Actions must be prefaced by a vendor: " + action);
      }
    }
    return actions.stream().map(WildcardPattern::ignoringCase).toList();
  }

  private static List<WildcardPattern> resources(List<String> resources)
      throws MalformedPolicyException {
    for (String resource : resources) {
      if (!resource.equals("*") && !resource.startsWith("arn:")) {
        throw new MalformedPolicyException(
            "Resource " + resource + " must be in ARN format or \"*\".");
      }
    }
    return resources.stream().map(WildcardPattern::of).toList();
  }

  private static @Nullable List<WildcardPattern> prefixes(@Nullable Object json)
      throws MalformedPolicyException {
    if (json == null) {
      return null;
    }
    List<WildcardPattern> prefixes = new ArrayList<>();
    for (Map.Entry<?, ?> operator : map(json, "Condition").entrySet()) {
      boolean isLike = "StringLike".equals(operator.getKey());
      if (!prefixes.isEmpty() || (!isLike && !"StringEquals".equals(operator.getKey()))) {
        throw unsupportedCondition();
      }
      for (Map.Entry<?, ?> key : map(operator.getValue(), "Condition").entrySet()) {
        if (!"s3:prefix".equalsIgnoreCase(String.valueOf(key.getKey()))) {
          throw unsupportedCondition();
        }
        for (String value : strings(key.getValue(), "s3:prefix")) {
          if (!isLike && (value.contains("*") || value.contains("?"))) {
            throw unsupportedCondition();
          }
          prefixes.add(WildcardPattern.of(value));
        }
      }
    }
    return prefixes;
  }

  private static MalformedPolicyException unsupportedCondition() {
    return new MalformedPolicyException(
        "Unsupported condition: only one StringLike or StringEquals on s3:prefix is implemented.");
  }

  private static Map<?, ?> map(@Nullable Object json, String name) throws MalformedPolicyException {
    if (json instanceof Map<?, ?> map) {
      return map;
    }
    throw new MalformedPolicyException(name + " must be an object.");
  }

  private static List<String> strings(@Nullable Object json, String name)
      throws MalformedPolicyException {
    List<String> strings = new ArrayList<>();
    for (Object element : json instanceof List<?> list ? list : List.of(json == null ? 0 : json)) {
      if (!(element instanceof String text)) {
        throw new MalformedPolicyException(name + " must be a string or a list of strings.");
      }
      strings.add(text);
    }
    if (strings.isEmpty()) {
      throw new MalformedPolicyException(name + " must not be empty.");
    }
    return strings;
  }
}
