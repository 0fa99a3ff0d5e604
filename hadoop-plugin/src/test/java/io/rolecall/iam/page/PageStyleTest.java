package io.rolecall.iam.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whether the page can be read: WCAG 2 asks for a contrast of 4.5 to 1. */
class PageStyleTest {

  private static final double ENOUGH = 4.5;

  private static final Pattern RULE = Pattern.compile("(?m)^ *([^{}\\n]+)\\{([^{}]*)}");
  private static final Pattern COLOR = Pattern.compile("(?:^|;)(?:color|fill):(#[0-9a-f]{3,6})");
  private static final Pattern BACKGROUND = Pattern.compile("(?:^|;)background:(#[0-9a-f]{3,6})");

  /** What texts stand on that have no background of their own. */
  private static final List<String> PAPERS =
      List.of("#fff", "#f4f6f9", "#f6f8fb", "#eef2f7", "#f3f4f6", "#eff6ff");

  private static final Pattern NO_TEXT = Pattern.compile("lane|frame|path|head|rect");

  @Test
  void everyTextStandsOutFromWhatItStandsOn() {
    int texts = 0;
    Matcher rule = RULE.matcher(PageStyle.SHEET);
    while (rule.find()) {
      Matcher color = COLOR.matcher(rule.group(2));
      if (!color.find() || NO_TEXT.matcher(rule.group(1)).find()) {
        continue;
      }
      texts++;
      Matcher own = BACKGROUND.matcher(rule.group(2));
      for (String paper : own.find() ? List.of(own.group(1)) : PAPERS) {
        assertThat(contrast(color.group(1), paper))
            .as(rule.group(1) + " on " + paper)
            .isGreaterThan(ENOUGH);
      }
    }
    assertThat(texts).isGreaterThan(15);
  }

  @Test
  void contrastIsThatOfTheStandard() {
    assertThat(contrast("#000", "#ffffff")).isEqualTo(21);
    assertThat(contrast("#777777", "#fff")).isBetween(4.4, 4.5);
  }

  private static double contrast(String one, String other) {
    double a = luminance(one) + 0.05;
    double b = luminance(other) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  private static double luminance(String color) {
    String digits = color.length() == 4 ? color.replaceAll("([0-9a-f])", "$1$1") : color;
    return 0.2126 * part(digits, 1) + 0.7152 * part(digits, 3) + 0.0722 * part(digits, 5);
  }

  private static double part(String digits, int at) {
    double part = Integer.parseInt(digits.substring(at, at + 2), 16) / 255.0;
    return part <= 0.03928 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }
}
