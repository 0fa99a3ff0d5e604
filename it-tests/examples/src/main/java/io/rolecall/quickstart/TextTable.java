package io.rolecall.quickstart;

import java.util.ArrayList;
import java.util.List;

/** Rows as columns of text. */
public final class TextTable {

  private TextTable() {}

  /**
   * Pads each column to its widest cell.
   *
   * @param rows the heading and the rows, all of the same length
   * @return a line each
   */
  public static List<String> format(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
