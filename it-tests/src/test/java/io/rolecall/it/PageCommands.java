package io.rolecall.it;

import io.rolecall.quickstart.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The commands that a reader of the pages is to type. */
final class PageCommands {

  private static final Path ROOT = Workplace.ofThisProject().root();

  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^ *```(?:sh|bash|shell|console)\\b[^\\n]*\\n(.*?)^ *```$");

  /** In the text of the pages for developers, whole commands. */
  private static final Pattern INLINE =
      Pattern.compile("(?s)`((?:mvn|it-tests/run|java|\\./quickstart|\\.ci/run)(?:\\s[^`]*)?)`");

  private PageCommands() {}

  /**
   * One command.
   *
   * @param page the page's name, from the project's root
   * @param text the command on one line, without its comment
   */
  record Command(String page, String text) {

    @Override
    public String toString() {
      return page + ": " + text;
    }
  }

  /** README, CONTRIBUTING and the guides. */
  static List<String> pages() throws IOException {
    try (Stream<Path> guides = Files.list(ROOT.resolve("docs/guides"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md"),
              guides.map(guide -> ROOT.relativize(guide).toString()).sorted())
          .toList();
    }
  }

  static List<Command> of(String page) throws IOException {
    String text = Files.readString(ROOT.resolve(page));
    List<Command> commands = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      lines(block.group(1)).forEach(line -> commands.add(new Command(page, line)));
    }
    if (page.equals("CONTRIBUTING.md")) {
      Matcher inline = INLINE.matcher(text);
      while (inline.find()) {
        commands.add(new Command(page, inline.group(1).replaceAll("\\s+", " ")));
      }
    }
    return commands;
  }

  /** A script is one command; a line that goes on, by a backslash or in quotes, is one too. */
  private static List<String> lines(String block) {
    if (block.startsWith("#!")) {
      return List.of(block.replaceAll("\\s+", " ").trim());
    }
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String part : block.replaceAll("\\\\\\n\\s*", " ").split("\\n")) {
      line.append(line.isEmpty() ? "" : " ").append(part.replaceFirst("\\s+# .*", "").trim());
      if (line.chars().filter(c -> c == '\'').count() % 2 == 0) {
        if (!line.isEmpty()) {
          lines.add(line.toString());
        }
        line.setLength(0);
      }
    }
    return lines;
  }
}
