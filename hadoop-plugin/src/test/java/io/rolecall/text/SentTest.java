package io.rolecall.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
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
  @CsvSource({"no such role, nor that", "no such role,", ",nor that"})
  void aFailureIsShownAsItIsIfAllThatItSaysMayBe(String text, String cause) {
    Throwable failure = new IllegalStateException(text, new Exception(cause));
    failure.addSuppressed(new Exception("Request attempt 1 failure: nor this"));
    assertThat(SENT.shown(failure, 40)).isSameAs(failure);
  }

  @ParameterizedTest
  @CsvSource({
    "it says do-not-show-1234567890, it says ...",
    "'two\nlines', two lines",
    "'a text of more than forty characters is cut', a text of more than forty characters is ...",
  })
  void elseWhatItSaysIsMadeFit(String text, String shown) {
    List<Throwable> failures =
        List.of(
            new IllegalStateException(text, new Exception("why")),
            new IllegalStateException("outer", new IllegalStateException(text)),
            suppressing(new IllegalStateException(text)),
            suppressing(suppressing(new IllegalStateException(text))));
    for (Throwable failure : failures) {
      String trace = trace(SENT.shown(failure, 40));
      assertThat(trace)
          .contains("java.lang.IllegalStateException: " + shown, "SentTest.elseWhatItSays")
          .doesNotContain("ShownFailures")
          .doesNotContain("do-not-show");
      assertThat(trace.lines().count()).isEqualTo(trace(failure).replace(text, "").lines().count());
    }
  }

  private static Throwable suppressing(Throwable suppressed) {
    Throwable failure = new Exception("the last attempt", new Exception("why"));
    failure.addSuppressed(suppressed);
    return failure;
  }

  private static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  @Test
  void aFailureMayBeAmongItsOwnCauses() {
    Exception outer = new Exception("two\nlines");
    Exception inner = new Exception("inner", outer);
    outer.initCause(inner);
    outer.addSuppressed(inner);
    assertThat(SENT.shown(outer, 40)).hasToString("java.lang.Exception: two lines");
    assertThat(SENT.shown(inner, 40)).hasToString("java.lang.Exception: inner");
  }

  @Test
  void showsNothing() {
    assertThat(SENT).hasToString("secrets that were sent");
  }
}
