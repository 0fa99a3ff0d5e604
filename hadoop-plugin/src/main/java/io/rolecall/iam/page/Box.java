package io.rolecall.iam.page;

import java.util.List;

/**
 * A box of the picture.
 *
 * @param key what no other box of the picture has
 * @param kind what it stands for
 * @param account the account that it is in; empty for none
 * @param depth how many roles were assumed before it
 * @param name what it is called
 * @param lines what is said of it
 */
record Box(String key, Kind kind, String account, int depth, String name, List<Line> lines) {

  private static final int TOP = 10;
  private static final int NAME_LINE = 17;
  private static final int LINE = 18;
  private static final int SIDE = 12;
  private static final double NAME_CELL = 7.3;
  private static final double TEXT_CELL = 7.2;
  private static final double PILL_CELL = 7.3;
  private static final int PILL_SIDES = 14;
  private static final int MOST_NAME_LINES = 2;

  Box {
    lines = List.copyOf(lines);
  }

  /** What boxes stand for, and how wide they are. */
  enum Kind {
    IDENTITY("identity", 220),
    ROLE("role", 260),
    PLACE("place", 420);

    private final String css;
    private final int width;

    Kind(String css, int width) {
      this.css = css;
      this.width = width;
    }

    /** The class that the style sheet knows it by. */
    String css() {
      return css;
    }

    int width() {
      return width;
    }
  }

  /**
   * A line below the name.
   *
   * @param pill a word that is set apart; may be empty
   * @param text the rest, made visible already; may be empty
   */
  record Line(String pill, String text) {

    int pillWidth() {
      return pill.isEmpty() ? 0 : PILL_SIDES + (int) (Cells.of(pill) * PILL_CELL);
    }
  }

  /** The name as it is drawn; in several lines if it is long, and cut if it is longer. */
  List<String> nameLines() {
    return Cells.lines(
        Visible.of(name), (int) ((kind.width - 2 * SIDE) / NAME_CELL), MOST_NAME_LINES);
  }

  /** The text of a line as it is drawn. */
  String drawn(Line line) {
    int room = kind.width - 2 * SIDE - line.pillWidth() - (line.pill.isEmpty() ? 0 : SIDE / 2);
    return Cells.lines(line.text, Math.max(2, (int) (room / TEXT_CELL)), 1).get(0);
  }

  /** All that it says, uncut. */
  String whole() {
    StringBuilder whole = new StringBuilder(Visible.of(name));
    for (Line line : lines) {
      whole.append('\n').append(line.pill);
      whole.append(line.pill.isEmpty() || line.text.isEmpty() ? "" : " ").append(line.text);
    }
    return whole.toString();
  }

  int height() {
    return TOP + nameLines().size() * NAME_LINE + lines.size() * LINE + TOP - 2;
  }

  /** Where the base line of a line of the name is. */
  int nameAt(int index) {
    return TOP + index * NAME_LINE + 12;
  }

  /** Where the middle of a line is, at which arrows arrive. */
  int lineAt(int index) {
    return TOP + nameLines().size() * NAME_LINE + index * LINE + LINE / 2;
  }
}
