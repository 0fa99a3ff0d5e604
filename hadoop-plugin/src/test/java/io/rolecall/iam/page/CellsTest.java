package io.rolecall.iam.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names in the picture: in lines, and cut where there is no room. */
class CellsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "abc; 5; 2; abc",
        "''; 5; 2; ''",
        "abcdefg; 5; 2; abcde|fg",
        // Parted behind a sign, if one is near.
        "abcd/efg; 6; 2; abcd/|efg",
        "a/bcdefgh; 6; 2; a/bcde|fgh",
        // Cut in the last line.
        "abcdefghijk; 5; 2; abcde|fghi…",
        "abcdefghij; 5; 2; abcde|fghij",
        "abcdef; 5; 1; abcd…",
        // Wide letters, none of which is halved.
        "日本語; 4; 1; 日…",
        "日本語; 6; 1; 日本語",
        "😀😀😀; 4; 2; 😀😀|😀",
        "😀😀😀; 3; 1; 😀…",
      })
  void namesHaveTheRoomThatThereIs(String name, int width, int most, String lines) {
    assertThat(String.join("|", Cells.lines(name, width, most))).isEqualTo(lines);
  }
}
