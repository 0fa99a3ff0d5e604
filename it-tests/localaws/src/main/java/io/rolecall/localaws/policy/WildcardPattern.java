package io.rolecall.localaws.policy;

import java.util.regex.Pattern;

/** A text in which {@code *} means any characters and {@code ?} any one. */
final class WildcardPattern {
  private final Pattern pattern;

  private WildcardPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  static WildcardPattern of(String text) {
    return new WildcardPattern(compile(text, Pattern.DOTALL));
  }

  /** For action names, whose case does not matter. */
  static WildcardPattern ignoringCase(String text) {
    return new WildcardPattern(compile(text, Pattern.DOTALL | Pattern.CASE_INSENSITIVE));
  }

  boolean matches(String text) {
    return pattern.matcher(text).matches();
  }

  private static Pattern compile(String text, int flags) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), flags);
  }
}
