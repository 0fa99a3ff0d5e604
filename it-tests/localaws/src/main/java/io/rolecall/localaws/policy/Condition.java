package io.rolecall.localaws.policy;

import java.util.List;

/**
 * One key of a statement's Condition element.
 *
 * @param key what it tests
 * @param operator how it compares
 * @param quantifier of the request's values, how many have to pass
 * @param ifExists whether a request without the key passes
 * @param tests the policy's values
 */
record Condition(
    ContextKey key,
    Operator operator,
    Quantifier quantifier,
    boolean ifExists,
    List<Operator.Test> tests)
    implements Demand {

  /** How many of the request's values have to pass. */
  enum Quantifier {
    /** There is one value at most. */
    ONE,
    /** Each, or there is none. */
    ALL,
    /** At least one. */
    ANY
  }

  @Override
  public boolean isMet(RequestContext context) {
    List<String> values = context.values(key.name());
    if (values.isEmpty()) {
      return ifExists
          || switch (quantifier) {
            case ONE -> operator.isNegated();
            case ALL -> true;
            case ANY -> false;
          };
    }
    return quantifier == Quantifier.ALL
        ? values.stream().allMatch(value -> passes(value, context))
        : values.stream().anyMatch(value -> passes(value, context));
  }

  private boolean passes(String value, RequestContext context) {
    return tests.stream().anyMatch(test -> test.accepts(value, context)) != operator.isNegated();
  }
}
