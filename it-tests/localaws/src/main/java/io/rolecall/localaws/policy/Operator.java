package io.rolecall.localaws.policy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * How a condition compares.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">AWS's
 *     condition operators</a>
 */
enum Operator {
  STRING_EQUALS("StringEquals", false, text(Wildcards.NONE, false)),
  STRING_NOT_EQUALS("StringNotEquals", true, text(Wildcards.NONE, false)),
  STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false, text(Wildcards.NONE, true)),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", true, text(Wildcards.NONE, true)),
  STRING_LIKE("StringLike", false, text(Wildcards.ANYWHERE, false)),
  STRING_NOT_LIKE("StringNotLike", true, text(Wildcards.ANYWHERE, false)),
  ARN_EQUALS("ArnEquals", false, text(Wildcards.IN_SEGMENTS, false)),
  ARN_NOT_EQUALS("ArnNotEquals", true, text(Wildcards.IN_SEGMENTS, false)),
  ARN_LIKE("ArnLike", false, text(Wildcards.IN_SEGMENTS, false)),
  ARN_NOT_LIKE("ArnNotLike", true, text(Wildcards.IN_SEGMENTS, false)),
  DATE_EQUALS("DateEquals", false, date(order -> order == 0)),
  DATE_NOT_EQUALS("DateNotEquals", true, date(order -> order == 0)),
  DATE_LESS_THAN("DateLessThan", false, date(order -> order < 0)),
  DATE_LESS_THAN_EQUALS("DateLessThanEquals", false, date(order -> order <= 0)),
  DATE_GREATER_THAN("DateGreaterThan", false, date(order -> order > 0)),
  DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", false, date(order -> order >= 0));

  /** Whether a value of the request is as one value of the policy says. */
  interface Test {
    boolean accepts(String value, RequestContext context);
  }

  /** Reads a value of the policy. */
  private interface TestParser {
    Test parse(String value, boolean hasVariables) throws MalformedPolicyException;
  }

  private final String written;
  private final boolean negated;
  private final TestParser parser;

  Operator(String written, boolean negated, TestParser parser) {
    this.written = written;
    this.negated = negated;
    this.parser = parser;
  }

  /** The operator of a name without its qualifiers, or null. */
  static @Nullable Operator of(String name) {
    for (Operator operator : values()) {
      if (operator.written.equals(name)) {
        return operator;
      }
    }
    return null;
  }

  /** Whether it asks that no value of the policy matches. */
  boolean isNegated() {
    return negated;
  }

  Test test(String value, boolean hasVariables) throws MalformedPolicyException {
    return parser.parse(value, hasVariables);
  }

  private static TestParser text(Wildcards wildcards, boolean ignoresCase) {
    return (value, hasVariables) ->
        new TemplateParser(value, wildcards, hasVariables).parse(ignoresCase)::matches;
  }

  private static TestParser date(IntPredicate order) {
    return (text, hasVariables) -> {
      Instant limit = instant(text);
      return (value, context) -> order.test(Instant.parse(value).compareTo(limit));
    };
  }

  /** A time in one of the forms of ISO 8601, or in seconds since 1970. */
  private static Instant instant(String text) throws MalformedPolicyException {
    try {
      if (text.matches("\\d{1,12}")) {
        return Instant.ofEpochSecond(Long.parseLong(text));
      }
      return text.contains("T")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new MalformedPolicyException(text + " is not a date.");
    }
  }
}
