package io.rolecall.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages lead to each other and to what is there, in plain words. */
class PagesTest {

  private static final String[] UNPLAIN = {
    "stands in the way",
    "stand in the way",
    "cannot be told",
    "calls nobody",
    "asks nobody",
    "stands back",
    "stand back"
  };

  private static final Path ROOT = Path.of("..");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  static List<Path> pages() throws IOException {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(top, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsToAPlaceThatIsThere(Path page) throws IOException {
    Matcher link = LINK.matcher(Files.readString(page));
    while (link.find()) {
      String target = link.group(1);
      if (target.contains("://")) {
        continue;
      }
      String[] parts = target.split("#", 2);
      Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
      assertThat(file).as("%s: %s", page, target).exists();
      if (parts.length > 1) {
        assertThat(headings(file)).as("%s: %s", page, target).contains(parts[1]);
      }
    }
  }

  /** What a stranger would have to read twice. */
  @ParameterizedTest
  @MethodSource("pages")
  void saysWhatHappensInPlainWords(Path page) throws IOException {
    assertThat(Files.readString(page).replaceAll("\\s+", " ")).doesNotContainIgnoringCase(UNPLAIN);
  }

  /** Messages and Javadoc too. */
  @Test
  void theCodeSpeaksPlainlyToo() throws IOException {
    for (String module : List.of("hadoop-plugin", "spark-integration")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/main/java"))) {
        assertThat(files.filter(file -> file.toString().endsWith(".java")))
            .isNotEmpty()
            .allSatisfy(
                file ->
                    assertThat(
                            Files.readString(file)
                                .replaceAll("\"\\s*\\+\\s*\"", "")
                                .replaceAll("\\s+(\\* )?", " "))
                        .as(file.toString())
                        .doesNotContainIgnoringCase(UNPLAIN));
      }
    }
  }

  /** As GitHub makes them. */
  private static List<String> headings(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+\\s*", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^\\p{L}\\p{N}\\s_-]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void theIndexNamesEveryGuide() throws IOException {
    String index = Files.readString(ROOT.resolve("docs/guides/README.md"));
    try (Stream<Path> guides = Files.list(ROOT.resolve("docs/guides"))) {
      assertThat(guides.map(guide -> guide.getFileName().toString()).toList())
          .filteredOn(name -> !name.equals("README.md"))
          .isNotEmpty()
          .allSatisfy(name -> assertThat(index).contains("](" + name + ")"));
    }
  }

  @Test
  void theIndexHasEveryDecisionByANumberOfItsOwn() throws IOException {
    Path folder = ROOT.resolve("docs/adr");
    String index = Files.readString(folder.resolve("README.md"));
    try (Stream<Path> pages = Files.list(folder)) {
      List<String> names =
          pages
              .map(page -> page.getFileName().toString())
              .filter(name -> !name.equals("README.md"))
              .sorted()
              .toList();
      for (int i = 0; i < names.size(); i++) {
        String name = names.get(i);
        assertThat(name).startsWith(String.format(Locale.ROOT, "%04d-", i + 1));
        assertThat(Files.readString(folder.resolve(name))).startsWith("# " + (i + 1) + ". ");
        assertThat(index).contains("| " + (i + 1) + " | [").contains("](" + name + ")");
      }
    }
  }
}
