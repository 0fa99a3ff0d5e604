package io.rolecall.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The messages that a page quotes in tables, and the texts that sources hold. */
final class QuotedMessages {

  private static final Pattern CONCATENATION = Pattern.compile("\"\\s*\\+\\s*\"");
  private static final Pattern LITERAL = Pattern.compile("\"((?:\\\\.|[^\"\\\\\\n])*)\"");
  private static final Pattern QUOTE = Pattern.compile("`([^`]+)`");

  private QuotedMessages() {}

  /**
   * The messages in the first column of a page's tables.
   *
   * @param page the page's text
   * @param header the heading of the column
   */
  static List<String> of(String page, String header) {
    List<String> messages = new ArrayList<>();
    boolean inside = false;
    for (String line : page.lines().toList()) {
      if (!line.startsWith("|")) {
        inside = false;
      } else if (line.startsWith("| " + header + " |")) {
        inside = true;
      } else if (inside) {
        QUOTE
            .matcher(line.split("(?<!\\\\)\\|", 3)[1])
            .results()
            .map(quote -> quote.group(1))
            .forEach(messages::add);
      }
    }
    return messages;
  }

  /** The parts of a message that are the same each time: {@code ...} stands for the others. */
  static List<String> fixedParts(String message) {
    return Arrays.stream(message.split("\\.\\.\\.|…"))
        .map(String::strip)
        .filter(part -> part.length() > 2)
        .toList();
  }

  /** The string literals of all Java files below folders, joined where the source joins them. */
  static List<String> literalsBelow(Path... folders) {
    return Arrays.stream(folders)
        .flatMap(QuotedMessages::javaFiles)
        .flatMap(file -> literals(file).stream())
        .toList();
  }

  private static List<String> literals(Path file) {
    return LITERAL
        .matcher(joined(file))
        .results()
        .map(literal -> unescaped(literal.group(1)))
        .toList();
  }

  /**
   * The first literal in each call of a method or constructor.
   *
   * @param file the source
   * @param call a regular expression of what stands before the parenthesis
   */
  static List<String> firstLiteralOf(Path file, String call) {
    return Pattern.compile("(?:" + call + ")\\(\\s*\"((?:\\\\.|[^\"\\\\\\n])*)\"")
        .matcher(joined(file))
        .results()
        .map((MatchResult found) -> unescaped(found.group(1)))
        .toList();
  }

  private static String joined(Path file) {
    try {
      return CONCATENATION.matcher(Files.readString(file)).replaceAll("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String unescaped(String literal) {
    return literal.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .sorted()
          .collect(Collectors.toList())
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
