package io.rolecall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/architecture.md} shows what {@link ArchitectureTest} holds. */
class ArchitecturePageTest {

  private static final Path PAGE = Path.of("..", "docs", "architecture.md");
  private static final Pattern ARROW = Pattern.compile("(?m)^ *([\\w.]+) --> ([\\w. &]+)$");
  private static final Pattern PACKAGE_ROW = Pattern.compile("(?m)^\\| `([\\w.]+)` \\|");

  /** A class of ours, in the two walks. */
  private static final Pattern CLASS = Pattern.compile("`([a-z0-9.]+)\\.([A-Z]\\w+)`");

  private static String page() throws IOException {
    return Files.readString(PAGE);
  }

  private static Stream<MatchResult> matches(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results();
  }

  /** A package of the Spark plugin, which has a test of its own. */
  private static boolean isOfSpark(String name) {
    return name.equals("spark") || name.startsWith("spark.");
  }

  /** An arrow is drawn to each package that is imported and not reached through another arrow. */
  @Test
  void thePictureIsTheRule() throws IOException {
    Set<String> drawn =
        matches(ARROW, page())
            .filter(arrow -> !isOfSpark(arrow.group(1)))
            .flatMap(
                arrow ->
                    Stream.of(arrow.group(2).split(" & ")).map(to -> arrow.group(1) + " --> " + to))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> held =
        Packages.names().stream()
            .flatMap(name -> Packages.direct(name).stream().map(to -> name + " --> " + to))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(drawn).isEqualTo(held);
  }

  @Test
  void everyPackageIsExplained() throws IOException {
    assertThat(
            matches(PACKAGE_ROW, page()).map(row -> row.group(1)).filter(name -> !isOfSpark(name)))
        .containsExactlyInAnyOrderElementsOf(Packages.names());
  }

  @Test
  void theWalksNameClassesThatAreThere() throws IOException {
    assertThat(matches(CLASS, page()).toList())
        .hasSizeGreaterThan(20)
        .allSatisfy(
            named -> {
              String plugin = isOfSpark(named.group(1)) ? "spark-integration" : "hadoop-plugin";
              assertThat(
                      Path.of("..", plugin, "src", "main", "java", "io", "rolecall")
                          .resolve(named.group(1).replace('.', '/'))
                          .resolve(named.group(2) + ".java"))
                  .exists();
            });
  }
}
