package io.rolecall.spark.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void isTheSameBytesInEveryRelease() throws IOException {
    ExecutorQuestion question = new ExecutorQuestion("17", new byte[] {2, 0, (byte) 0xff});
    assertThat(HexFormat.of().formatHex(question.encode())).isEqualTo("000231370200ff");
    ExecutorQuestion read = ExecutorQuestion.decode(HexFormat.of().parseHex("000231370200ff"));
    assertThat(read.executorId()).isEqualTo("17");
    assertThat(read.request()).containsExactly(2, 0, 0xff);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 255})
  void refusesAnotherVersion(int version) {
    assertThatThrownBy(() -> ExecutorQuestion.decode(new byte[] {(byte) version, 2, '1', '7', 2}))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "session request in an envelope of version "
                + version
                + ": this Rolecall reads version 0. Use the same Rolecall version on driver and"
                + " executors");
  }
}
