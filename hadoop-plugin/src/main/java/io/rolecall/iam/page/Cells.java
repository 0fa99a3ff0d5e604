package io.rolecall.iam.page;

import java.util.ArrayList;
import java.util.List;

/**
 * How much room a text takes in a picture, whose fonts nobody can measure here: letters have the
 * same width, and those of East Asia twice as much.
 */
final class Cells {

  private static final String CUT = "…";

  /** From here on, scripts have wide letters; some narrow ones are taken for wide. */
  private static final int WIDE = 0x1100;

  private static final int FIRST_SYMBOL = 0x2000;
  private static final int LAST_SYMBOL = 0x2DFF;

  private Cells() {}

  static int of(String text) {
    return text.codePoints().map(Cells::of).sum();
  }

  private static int of(int point) {
    return point >= WIDE && (point < FIRST_SYMBOL || point > LAST_SYMBOL) ? 2 : 1;
  }

  /**
   * A text in lines.
   *
   * @param text the text
   * @param width the cells of a line; at least 2
   * @param most how many lines there may be
   * @return the lines; the last one ends in an ellipsis if the text is longer
   */
  static List<String> lines(String text, int width, int most) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int end = end(text, from, width);
      if (end < text.length() && lines.size() + 1 == most) {
        lines.add(text.substring(from, end(text, from, width - 1)) + CUT);
        return lines;
      }
      int to = end < text.length() ? seam(text, from, end) : end;
      lines.add(text.substring(from, to));
      from = to;
    }
    return lines.isEmpty() ? List.of("") : lines;
  }

  private static int end(String text, int from, int width) {
    int end = from;
    int left = width;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      left -= of(point);
      if (left < 0) {
        return end;
      }
      end += Character.charCount(point);
    }
    return end;
  }

  /** Where a name is best parted: behind a slash, a hyphen or a space, if one is not far. */
  private static int seam(String text, int from, int end) {
    for (int i = end; i > from + (end - from) * 2 / 3; i--) {
      if ("/- _.".indexOf(text.charAt(i - 1)) >= 0) {
        return i;
      }
    }
    return end;
  }
}
