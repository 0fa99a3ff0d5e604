package io.rolecall.boundary;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What somebody got: lines, or else what the exception and its causes say.
 *
 * @param lines what was read; empty where nothing was
 * @param messages a message each, as the client has it; empty where something was read
 */
record Outcome(List<String> lines, List<String> messages) {

  private static final int DEPTH = 20;

  static Outcome of(Callable<List<String>> reading) {
    try {
      return new Outcome(reading.call(), List.of());
    } catch (Exception e) {
      List<String> messages = new ArrayList<>();
      Throwable next = e;
      for (int depth = 0; next != null && depth < DEPTH; depth++) {
        messages.add(String.valueOf(next.getMessage()));
        next = next.getCause();
      }
      return new Outcome(List.of(), messages);
    }
  }

  boolean failed() {
    return !messages.isEmpty();
  }

  /** For assertions. */
  String text() {
    return failed() ? String.join("\n", messages) : "read: " + lines;
  }
}
