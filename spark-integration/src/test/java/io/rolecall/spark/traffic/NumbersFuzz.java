package io.rolecall.spark.traffic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What executors tell of their routes: whoever reaches the driver's port. */
public final class NumbersFuzz {

  private NumbersFuzz() {}

  /** Reads it; only an IOException may come of it. */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      NumbersMessage read = NumbersMessage.decode(new String(data, StandardCharsets.UTF_8));
      if (!NumbersMessage.decode(read.encode()).equals(read)) {
        throw new AssertionError("what was read is written and read as another one");
      }
    } catch (IOException e) {
      // As it should be.
    }
  }
}
