package io.rolecall.iam.page;

import java.util.Locale;
import java.util.Set;

/**
 * Names that others chose, so that all of them can be seen: what has no shape of its own, turns the
 * direction of text, or would be painted over its neighbours stands as its code point.
 */
final class Visible {

  /** So many marks on one character are an accent; more are a heap. */
  private static final int MARKS = 2;

  /** Letters and symbols that fonts leave blank, and signs that only tell how others look. */
  private static final Set<Integer> BLANK =
      Set.of(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0);

  private Visible() {}

  /**
   * The name.
   *
   * @param name any text
   * @return the same text, with {@code ⟨U+202E⟩} for what cannot be seen, and for spaces that are
   *     not single ones between words
   */
  static String of(String name) {
    StringBuilder visible = new StringBuilder();
    int marks = MARKS;
    for (int at = 0; at < name.length(); ) {
      int point = name.codePointAt(at);
      int next = at + Character.charCount(point);
      marks = isMark(point) ? marks + 1 : 0;
      boolean shown =
          point == ' '
              ? at > 0 && next < name.length() && name.charAt(at - 1) != ' '
              : marks <= MARKS && hasShape(point);
      if (shown) {
        visible.appendCodePoint(point);
      } else {
        visible.append(String.format(Locale.ROOT, "⟨U+%04X⟩", point));
        marks = MARKS;
      }
      at = next;
    }
    return visible.toString();
  }

  private static boolean hasShape(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> !BLANK.contains(point) && !isVariation(point);
    };
  }

  private static boolean isMark(int point) {
    int type = Character.getType(point);
    return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
  }

  private static boolean isVariation(int point) {
    return point >= 0xFE00 && point <= 0xFE0F
        || point >= 0x180B && point <= 0x180F
        || point >= 0xE0100 && point <= 0xE01EF;
  }
}
