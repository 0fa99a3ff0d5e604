package io.rolecall.docs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a page says is shown by a test that is there. */
class NamedTestsTest {

  private static final Path ROOT = Path.of("..");

  /** A test's class, and perhaps its method; not the ones that stand for any. */
  private static final Pattern NAMED =
      Pattern.compile("`(ITest(?!X`)\\w+|(?!XTest`)\\w+(?:Test|Fuzz))(?:\\.(\\w+))?`");

  private static final Pattern SUITE = Pattern.compile("`it-tests/run ([a-z][a-z0-9-]+)");

  private static final String SHOWN_BY = "shown by";

  /** The texts of classes by their names; modules may have some of one name. */
  private static final Map<String, List<String>> CLASSES = new TreeMap<>();

  static {
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file :
          files.filter(file -> file.toString().matches(".*/src/test/java/.*\\.java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        String text = Files.readString(file);
        // A file of a test that somebody has emptied shows nothing.
        if (text.contains(" " + name + " ")) {
          CLASSES.computeIfAbsent(name, none -> new ArrayList<>()).add(text);
        }
      }
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  static List<Path> pages() throws IOException {
    return PagesTest.pages();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyTestThatAPageNamesIsThere(Path page) throws IOException {
    Matcher named = NAMED.matcher(Files.readString(page));
    while (named.find()) {
      assertThat(CLASSES).as("%s names %s", page, named.group()).containsKey(named.group(1));
      String method = named.group(2);
      if (method != null) {
        assertThat(requireNonNull(CLASSES.get(named.group(1))))
            .as("%s names %s", page, named.group())
            .anyMatch(text -> text.contains("void " + method + "("));
      }
    }
  }

  @Test
  void everythingThatSomebodyCannotDoIsShownByATest() throws IOException {
    int rows = 0;
    boolean shown = false;
    for (String line : Files.readAllLines(ROOT.resolve("docs/security.md"))) {
      if (!line.startsWith("|")) {
        shown = false;
      } else if (line.endsWith(SHOWN_BY + " |")) {
        shown = true;
      } else if (shown && !line.startsWith("|---")) {
        rows++;
        assertThat(line)
            .satisfiesAnyOf(
                row -> assertThat(row).containsPattern(NAMED),
                row -> assertThat(row).containsPattern(SUITE));
      }
    }
    assertThat(rows).isGreaterThan(20);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everySuiteThatAPageNamesIsThere(Path page) throws IOException {
    Matcher named = SUITE.matcher(Files.readString(page));
    while (named.find()) {
      assertThat(ROOT.resolve("it-tests/suites").resolve(named.group(1)))
          .as("%s names %s", page, named.group())
          .exists();
    }
  }
}
