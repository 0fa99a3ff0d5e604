package io.rolecall.localaws.policy;

import java.util.regex.Pattern;

/** Where {@code *} means any characters and {@code ?} any one. */
enum Wildcards {
  /** Nowhere: they mean themselves. */
  NONE,
  /** They stand for any character. */
  ANYWHERE,
  /** Before the fifth colon they stand for any character but a colon. */
  IN_SEGMENTS;

  private static final int LAST_SEGMENT = 5;

  /**
   * The regular expression for a character.
   *
   * @param segment how many colons came before it
   */
  String regex(char c, int segment) {
    if (this == NONE || (c != '*' && c != '?')) {
      return Pattern.quote(String.valueOf(c));
    }
    String any = this == IN_SEGMENTS && isBeforeTheResource(segment) ? "[^:]" : ".";
    return c == '*' ? any + '*' : any;
  }

  /** Whether a place of an ARN is before the part that names the resource. */
  static boolean isBeforeTheResource(int segment) {
    return segment < LAST_SEGMENT;
  }
}
