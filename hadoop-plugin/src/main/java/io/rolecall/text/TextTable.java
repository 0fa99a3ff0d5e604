package io.rolecall.text;

import java.util.ArrayList;
import java.util.List;

/** A table of texts, its columns as wide as they need to be. Not thread-safe. */
public final class TextTable {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final int numbersFrom;

  /**
   * A table of words, which stand at the left of their columns.
   *
   * @param head the columns' names
   */
  public TextTable(String... head) {
    this(head.length, List.of(head));
  }

  private TextTable(int numbersFrom, List<String> head) {
    this.numbersFrom = numbersFrom;
    rows.add(head);
  }

  /**
   * A table whose last columns are numbers, which stand at the right.
   *
   * @param first the first column of numbers; 0 is the first of all
   * @param head the columns' names
   * @return the table, without a row
   */
  public static TextTable withNumbersFrom(int first, String... head) {
    return new TextTable(first, List.of(head));
  }

  /**
   * Adds a row.
   *
   * @param cells one for each column
   * @return this table
   */
  public TextTable row(String... cells) {
    if (cells.length != columns()) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns() + " columns");
    }
    rows.add(List.of(cells));
    return this;
  }

  private int columns() {
    return rows.get(0).size();
  }

  /**
   * The lines.
   *
   * @return the names of the columns, and a line for each row; none ends with white space
   */
  public List<String> lines() {
    int[] widths = new int[columns()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = row.get(i);
        String room = " ".repeat(widths[i] - cell.length());
        line.append(i == 0 ? "" : GAP).append(i < numbersFrom ? cell + room : room + cell);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** The table; each line has its end. */
  @Override
  public String toString() {
    return String.join("\n", lines()) + "\n";
  }
}
