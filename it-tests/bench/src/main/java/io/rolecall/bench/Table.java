package io.rolecall.bench;

import io.rolecall.quickstart.TextTable;
import java.util.ArrayList;
import java.util.List;

/** Figures beside their limits. Not thread-safe. */
final class Table {

  private final List<List<String>> rows = new ArrayList<>();
  private int over;

  Table() {
    rows.add(List.of("what", "Rolecall", "peer", "compared", "limit", ""));
  }

  /**
   * Adds a figure.
   *
   * @param what what was measured
   * @param measured Rolecall's figure
   * @param peer the peer's
   * @param compared both, as the limit speaks of them
   * @param limit what is allowed
   * @param within whether it is
   */
  void add(
      String what, String measured, String peer, String compared, String limit, boolean within) {
    List<String> row = List.of(what, measured, peer, compared, limit, within ? "ok" : "OVER");
    rows.add(row);
    // A run takes minutes: show how far it is.
    System.err.println(String.join(" | ", row));
    over += within ? 0 : 1;
  }

  /** Prints it, and how many figures are within their limits, as suites of tests end. */
  void print() {
    lines().forEach(System.out::println);
    System.out.println(isOver() ? "over a limit" : "all within their limits");
    System.out.println(counts());
  }

  String counts() {
    return rows.size() - 1 - over + " passed, " + over + " failed, 0 skipped";
  }

  List<String> lines() {
    return TextTable.format(rows);
  }

  /** What was measured, in the order of the rows. */
  List<String> whats() {
    return rows.stream().skip(1).map(row -> row.get(0)).toList();
  }

  /** Whether a figure is beyond its limit. */
  boolean isOver() {
    return over > 0;
  }
}
