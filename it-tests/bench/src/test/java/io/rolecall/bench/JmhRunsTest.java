package io.rolecall.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JmhRunsTest {

  @Test
  void theMedianIsTheMiddleOne() {
    assertThat(JmhRuns.median(9, 1, 2)).isEqualTo(2);
    assertThat(JmhRuns.median(7, 1, 9, 3)).isEqualTo(5);
    assertThat(JmhRuns.median(4)).isEqualTo(4);
  }
}
