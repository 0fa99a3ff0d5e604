package io.rolecall.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneLineTest {

  @ParameterizedTest
  @CsvSource({
    "fs.s3a.x, fs.s3a.x",
    "'a\nWARN forged', a WARN forged",
    "' a\r\n\tb  ', a b",
    "'a\u001b[2Jb', 'a?[2Jb'",
    "'a\u202eb\u200bc', a?b?c",
    "'a\u2028b\u2029c\u0085d', a?b?c?d",
    "'a\ud800b', a?b",
    "Größe\uD83D\uDE00, Größe\uD83D\uDE00",
    "'', ''",
  })
  void hasNothingThatForgesOrHides(String text, String expected) {
    assertThat(OneLine.of(text, 40)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"abcd, 4, abcd", "abcde, 4, abcd...", "ab\uD83D\uDE00c, 3, ab..."})
  void isCutBetweenCharacters(String text, int longest, String expected) {
    assertThat(OneLine.of(text, longest)).isEqualTo(expected);
  }

  @Test
  void aLongTextIsCutThoughItsBeginningShrinks() {
    assertThat(OneLine.of("a" + " ".repeat(10_000) + "b", 10)).isEqualTo("a...");
  }
}
