package io.rolecall.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of the quick start, which can be had in parts, as a stream's input arrives.
 *
 * @param lines the table as CSV; the first line is its heading
 */
record SampleTable(List<String> lines) {

  private static final int ROWS = 100;

  /** Copies the lines. */
  SampleTable {
    lines = List.copyOf(lines);
  }

  /** The table of a resource beside this class. */
  static SampleTable of(String resource) throws IOException {
    try (InputStream in = SampleTable.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("the jar lacks " + resource);
      }
      return new SampleTable(
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }

  byte[] bytes() {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  int parts() {
    return (lines.size() - 1 + ROWS - 1) / ROWS;
  }

  /** Some of its rows, with its heading. */
  SampleTable part(int number) {
    int from = 1 + number * ROWS;
    List<String> part = new ArrayList<>(List.of(lines.get(0)));
    part.addAll(lines.subList(from, Math.min(lines.size(), from + ROWS)));
    return new SampleTable(part);
  }
}
