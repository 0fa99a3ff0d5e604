package io.rolecall.text;

import java.util.regex.Pattern;

/**
 * Text that is not Rolecall's own, such as the name of a key that a query sets or the answer of a
 * service, made fit for a message: one line of bounded length, without characters that forge
 * another line, move a terminal's cursor, or cannot be seen.
 */
public final class OneLine {

  private static final Pattern SPACES = Pattern.compile("\\s+");

  /** Controls, formats (which turn the direction of text), halves of characters, line ends. */
  private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  /** Room for what shrinks: more of a long text is not looked at. */
  private static final int LOOKED_AT = 4;

  private OneLine() {}

  /**
   * The line.
   *
   * @param text any text
   * @param longest how many characters of it are shown; at least 1
   * @return the text with each run of white space as one space, without those at its ends, and with
   *     {@code ?} for what cannot be seen; if it is longer, its beginning and {@code ...}
   */
  public static String of(String text, int longest) {
    String looked =
        text.length() / LOOKED_AT > longest ? beginning(text, LOOKED_AT * longest) : text;
    String line = HIDDEN.matcher(SPACES.matcher(looked).replaceAll(" ").strip()).replaceAll("?");
    boolean whole = looked.length() == text.length() && line.length() <= longest;
    return whole ? line : beginning(line, longest) + "...";
  }

  /** Halves no character. */
  private static String beginning(String text, int length) {
    int end = Math.min(text.length(), length);
    boolean halves = end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, halves ? end - 1 : end);
  }
}
