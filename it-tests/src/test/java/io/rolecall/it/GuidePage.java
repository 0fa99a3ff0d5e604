package io.rolecall.it;

import io.rolecall.quickstart.Workplace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of docs/guides, whose code blocks tests run as they stand there. */
record GuidePage(String name, String text) {

  static GuidePage of(String name) {
    try {
      return new GuidePage(
          name,
          Files.readString(
              Workplace.ofThisProject().root().resolve("docs/guides/" + name + ".md")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The code block that is marked with a label, as in {@code ```json label}.
   *
   * @param label the word after the block's language
   * @return the text between the fences
   */
  String block(String label) {
    Matcher block =
        Pattern.compile("(?ms)^```\\w+ " + Pattern.quote(label) + "\\n(.*?)^```$").matcher(text);
    if (!block.find()) {
      throw new AssertionError(name + ".md has no block '" + label + "'");
    }
    return block.group(1);
  }
}
