package io.rolecall.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentTest {

  private static final String ASSERTION = "PHNhbWw+QXNz/ZXJ0aW9u==do-not-show-1234567890";

  private static final Sent SENT = new Sent(ASSERTION, "short");

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "cannot read PHNhbWw+QXNz/ZXJ0aW9u==do-not-show-1234567890 here,cannot read ... here",
        "cannot read PHNhbWw%2BQXNz%2FZXJ0aW9u%3D%3Ddo-not-show-1234567890,cannot read ...",
        "it ends with show-1234567890,it ends with ...",
        "PHNhbWw+QXNz/ and do-not-show-,... and ...",
        "a part of eleven: PHNhbWw+QXN,a part of eleven: PHNhbWw+QXN",
        "a short one is not told from chance,a short one is not told from chance",
        ",",
      })
  void isHiddenWhereItIsRepeated(String text, String shown) {
    assertThat(SENT.hiddenIn(text == null ? "" : text)).isEqualTo(shown == null ? "" : shown);
  }

  @ParameterizedTest
  @CsvSource({
    "no such role, nor that, true",
    "no such role, it says do-not-show-1234567890, false",
    "it says do-not-show-1234567890, nor that, false",
    "'two\nlines', nor that, false",
    "'a text of more than forty characters is cut', nor that, false",
  })
  void aFailureIsShownIfAllThatItSaysMayBe(String text, String causes, boolean shown) {
    assertThat(SENT.mayBeShown(new IllegalStateException(text, new Exception(causes)), 40))
        .isEqualTo(shown);
  }

  @Test
  void aFailureWithoutAMessageIsShown() {
    assertThat(SENT.mayBeShown(new IllegalStateException(), 40)).isTrue();
  }

  @Test
  void showsNothing() {
    assertThat(SENT).hasToString("secrets that were sent");
  }
}
