package io.rolecall.localaws.policy;

import io.rolecall.localaws.policy.Condition.Quantifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a statement's Condition element. Refuses what could not be enforced. */
final class ConditionParser {
  private static final String IF_EXISTS = "IfExists";

  private final boolean hasVariables;

  /**
   * @param hasVariables whether the policy's version knows policy variables
   */
  ConditionParser(boolean hasVariables) {
    this.hasVariables = hasVariables;
  }

  /** Every demand of the element, which all have to be met; none without the element. */
  List<Demand> parse(@Nullable Object json) throws MalformedPolicyException {
    List<Demand> demands = new ArrayList<>();
    if (json != null) {
      for (Map.Entry<?, ?> block : Json.map(json, "Condition").entrySet()) {
        String operator = String.valueOf(block.getKey());
        for (Map.Entry<?, ?> test : Json.map(block.getValue(), "Condition").entrySet()) {
          String key = String.valueOf(test.getKey());
          demands.add(demand(operator, key, Json.scalars(test.getValue(), key)));
        }
      }
    }
    return demands;
  }

  private Demand demand(String written, String keyText, List<String> values)
      throws MalformedPolicyException {
    ContextKey key = ContextKey.parse(keyText);
    if (written.equals("Null")) {
      return nullDemand(key, values);
    }
    Quantifier quantifier = quantifier(written);
    boolean ifExists = written.endsWith(IF_EXISTS);
    String name = written.replaceFirst("^(ForAllValues|ForAnyValue):", "");
    Operator operator =
        Operator.of(ifExists ? name.substring(0, name.length() - IF_EXISTS.length()) : name);
    if (operator == null) {
      throw new MalformedPolicyException("Unsupported condition operator " + written + '.');
    }
    if (key.isMultivalued() && quantifier == Quantifier.ONE) {
      throw new MalformedPolicyException(
          "The multivalued key " + keyText + " needs ForAllValues: or ForAnyValue:.");
    }
    List<Operator.Test> tests = new ArrayList<>();
    for (String value : values) {
      tests.add(operator.test(value, hasVariables));
    }
    return new Condition(key, operator, quantifier, ifExists, List.copyOf(tests));
  }

  private static Demand nullDemand(ContextKey key, List<String> values)
      throws MalformedPolicyException {
    if (!values.equals(List.of("true")) && !values.equals(List.of("false"))) {
      throw new MalformedPolicyException("Null is true or false, not " + values + '.');
    }
    boolean absent = values.get(0).equals("true");
    return context -> context.values(key.name()).isEmpty() == absent;
  }

  private static Quantifier quantifier(String written) {
    if (written.startsWith("ForAllValues:")) {
      return Quantifier.ALL;
    }
    return written.startsWith("ForAnyValue:") ? Quantifier.ANY : Quantifier.ONE;
  }
}
