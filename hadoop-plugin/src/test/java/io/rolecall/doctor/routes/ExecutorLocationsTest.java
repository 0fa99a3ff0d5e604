package io.rolecall.doctor.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import java.time.Clock;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutorLocationsTest {

  private static final String KEY = "fs.s3a.rolecall.executor.sessions";

  private static Configuration conf(String value) {
    Configuration conf = new Configuration(false);
    conf.set(
        "fs.s3a.rolecall.routes",
        """
        {"version": 1, "routes": [
          {"location": "s3a://bb/in", "role": "arn:aws:iam::222222222222:role/reader"},
          {"location": "s3a://own", "identity": "base"},
          {"location": "s3a://open", "identity": "anonymous"}]}
        """);
    conf.set(KEY, value);
    return conf;
  }

  private static CheckContext context(String value) {
    return CheckContext.of(
        conf(value), HadoopUser.current(), List.of(), List.of(), Clock.systemUTC());
  }

  private static List<CheckStep> check(String value) {
    return new ExecutorSessionsCheck().check(context(value), new Findings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x=s3a://other|no route for s3a://other",
        "s3a://bb|no route for s3a://bb",
        "own=s3a://own/x|s3a://own/x is routed to the base identity, which executors do not have."
            + " Route it to a role, or leave it out",
        "s3a://open|s3a://open is accessed anonymously: there is no session to give. Leave it out, and"
            + " let programs send their requests unsigned (the AWS CLI: --no-sign-request)",
      })
  void aLocationWithoutASessionIsRefused(String value, String reason) {
    RouteBook book = RouteBook.of(conf(value));
    assertThatThrownBy(() -> ExecutorLocations.of(book, HadoopUser.current()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(KEY + ": " + reason);
    assertThat(check(value))
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.outcome()).isEqualTo(CheckStep.Outcome.FAILED);
              assertThat(step.detail()).startsWith(KEY + ": " + reason);
            });
  }

  @Test
  void checkTellsWhoseSessionsProgramsHave() {
    assertThat(check("flights=s3a://bb/in/x, s3a://bb/in"))
        .containsExactly(
            CheckStep.ok(
                "executors",
                KEY
                    + ": programs on Spark's executors have the profiles flights (s3a://bb/in/x), bb"
                    + " (s3a://bb/in)"));
  }

  @Test
  void checkSaysNothingWhereNothingIsGiven() {
    assertThat(check("")).isEmpty();
  }
}
