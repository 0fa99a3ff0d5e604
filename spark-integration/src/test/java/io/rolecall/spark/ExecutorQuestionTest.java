package io.rolecall.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ExecutorQuestionTest {

  @Test
  void arrivesAsItWasSent() throws IOException {
    ExecutorQuestion sent = new ExecutorQuestion("17", new byte[] {1, 2, 3});
    ExecutorQuestion arrived = ExecutorQuestion.decode(sent.encode());
    assertThat(arrived.executorId()).isEqualTo("17");
    assertThat(arrived.request()).containsExactly(1, 2, 3);
  }
}
