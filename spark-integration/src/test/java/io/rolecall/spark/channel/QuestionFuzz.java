package io.rolecall.spark.channel;

import java.io.IOException;

/** What reaches the driver's plugin: whoever reaches its port. */
public final class QuestionFuzz {

  private QuestionFuzz() {}

  /** Reads it; only an IOException may come of it. */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      ExecutorQuestion read = ExecutorQuestion.decode(data);
      if (!ExecutorQuestion.decode(read.encode()).executorId().equals(read.executorId())) {
        throw new AssertionError("what was read is written and read as another one");
      }
    } catch (IOException e) {
      // As it should be.
    }
  }
}
