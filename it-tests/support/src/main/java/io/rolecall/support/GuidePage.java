package io.rolecall.support;

import io.rolecall.quickstart.Workplace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page of docs/guides, whose code blocks tests run as they stand there.
 *
 * @param name its file's name, without the ending
 * @param text its text
 */
public record GuidePage(String name, String text) {

  /**
   * Reads a page.
   *
   * @param name its file's name, without the ending
   * @return the page
   */
  public static GuidePage of(String name) {
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
  public String block(String label) {
    Matcher block =
        Pattern.compile("(?ms)^```\\w+ " + Pattern.quote(label) + "\\n(.*?)^```$").matcher(text);
    if (!block.find()) {
      throw new AssertionError(name + ".md has no block '" + label + "'");
    }
    return block.group(1);
  }

  /**
   * A code block in which the reader is to fill in something.
   *
   * @param label the word after the block's language
   * @param example what stands on the page
   * @param replacement what a test puts in its place
   * @return the text between the fences, filled in
   */
  public String block(String label, String example, String replacement) {
    String block = block(label);
    if (!block.contains(example)) {
      throw new AssertionError(name + ".md, block '" + label + "', no longer says " + example);
    }
    return block.replace(example, replacement);
  }

  /**
   * The settings of a code block with a line {@code key = value} for each.
   *
   * @param label the word after the block's language
   * @return the settings, in their order
   */
  public Map<String, String> settings(String label) {
    return block(label)
        .lines()
        .map(line -> line.split("\\s*=\\s*", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> pair[1], (one, other) -> other, LinkedHashMap::new));
  }
}
