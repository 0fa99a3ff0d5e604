package io.rolecall.localaws.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of how policies are evaluated. Each row has the sentence of AWS's documentation that
 * decides it, with its page, or says that it is ours. The IAM User Guide is quoted from its last
 * edition in Markdown, of May 2023.
 */
final class EvaluationTest {
  static Stream<Row> rows() {
    return Stream.of(AccountRows.rows(), ElementRows.rows(), OperatorRows.rows(), KeyRows.rows())
        .flatMap(rows -> rows);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isDecidedAsAwsSays(Row row) throws Exception {
    assertThat(row.source()).isNotEmpty();
    String refusal = row.refusal();
    if (refusal == null) {
      assertThat(row.decide()).as(row.source()).isEqualTo(row.expected());
    } else {
      assertThatThrownBy(row::decide)
          .as(row.source())
          .isInstanceOf(MalformedPolicyException.class)
          .hasMessage(refusal);
    }
  }

  @Test
  void rowsHaveNamesOfTheirOwn() {
    assertThat(rows().map(Row::toString)).doesNotHaveDuplicates();
  }

  @Test
  void eachOperatorHasARow() {
    String documents = documents();
    for (Operator operator : Operator.values()) {
      String written = operator.name().replace("_", "").toLowerCase(Locale.ROOT);
      assertThat(documents).contains("'" + written + "'");
    }
    assertThat(documents)
        .contains("'null'", "'forallvalues:stringequals'", "'foranyvalue:stringequals'")
        .contains("'stringequalsifexists'");
  }

  @Test
  void eachConditionKeyHasARow() {
    String documents = documents();
    for (String key : ContextKey.names()) {
      assertThat(documents).contains("'" + key + "':");
    }
    assertThat(documents)
        .contains("'aws:principaltag/", "'aws:requesttag/")
        .contains("'tokens.example/id/1:aud'", "'tokens.example/id/1:sub'");
  }

  private static String documents() {
    return rows().map(Row::documents).collect(Collectors.joining()).toLowerCase(Locale.ROOT);
  }
}
