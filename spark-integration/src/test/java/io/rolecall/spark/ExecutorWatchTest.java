package io.rolecall.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutorWatchTest {

  @ParameterizedTest
  @CsvSource({
    "Command exited with code 1,                                  true",
    "Container exited with a non-zero exit code 143,              true",
    "Executor killed by driver.,                                  false",
    "Executor decommission.,                                      false",
    "Executor idle for 60 s and removed by dynamic allocation.,   false",
  })
  void tellsAFailureFromAnExecutorThatWasSentAway(String reason, boolean failure) {
    assertThat(ExecutorWatch.isFailure(reason)).isEqualTo(failure);
  }
}
