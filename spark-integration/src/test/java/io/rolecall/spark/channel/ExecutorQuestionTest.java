package io.rolecall.spark.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  @Test
  void refusesWhatIsTooLongOrCutShort() {
    assertThatThrownBy(() -> new ExecutorQuestion("7".repeat(65), new byte[0]).encode())
        .isInstanceOf(IOException.class)
        .hasMessage("session request of an executor whose id has 65 characters: at most 64");
    for (byte[] bytes : new byte[][] {{}, {0}, {0, 9, 'x'}, {0, 1, (byte) 0xff}}) {
      assertThatThrownBy(() -> ExecutorQuestion.decode(bytes))
          .isInstanceOf(IOException.class)
          .hasMessage("session request without an executor id");
    }
  }
}
