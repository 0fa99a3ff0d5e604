package io.rolecall.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/architecture.md} shows the packages of the Spark plugin as they are. */
class ArchitecturePageTest {

  private static final Path PAGE = Path.of("..", "docs", "architecture.md");
  private static final Path SOURCES = Path.of("src", "main", "java", "io", "rolecall");

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?io\\.rolecall\\.([a-z0-9.]+)\\.[A-Z]");

  private static final Pattern ARROW = Pattern.compile("(?m)^ *(spark[\\w.]*) --> ([\\w. &]+)$");

  /** A package, its subject, and what it imports of the plugin for Hadoop. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(spark[\\w.]*)` \\| [^|]+ \\| ([^|]+) \\|$");

  /** What each package imports of other packages of ours. */
  private static Map<String, Set<String>> imports() throws IOException {
    Map<String, Set<String>> imports = new TreeMap<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String name = SOURCES.relativize(file.getParent()).toString().replace('/', '.');
        imports
            .computeIfAbsent(name, absent -> new TreeSet<>())
            .addAll(
                IMPORT
                    .matcher(Files.readString(file))
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toSet()));
      }
    }
    return imports;
  }

  private static Set<String> ofSpark(Set<String> imports) {
    return imports.stream()
        .filter(name -> name.startsWith("spark"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<MatchResult> found(Pattern pattern) throws IOException {
    return pattern.matcher(Files.readString(PAGE)).results();
  }

  @Test
  void thePictureIsWhatIsImported() throws IOException {
    Map<String, Set<String>> drawn =
        found(ARROW)
            .collect(
                Collectors.toMap(
                    arrow -> arrow.group(1),
                    arrow -> new TreeSet<>(Arrays.asList(arrow.group(2).split(" & ")))));
    Map<String, Set<String>> imported = new TreeMap<>();
    imports()
        .forEach(
            (name, all) -> {
              if (!ofSpark(all).isEmpty()) {
                imported.put(name, ofSpark(all));
              }
            });
    assertThat(drawn).isEqualTo(imported);
  }

  @Test
  void everyPackageIsExplainedWithWhatItUses() throws IOException {
    Map<String, String> rows =
        found(ROW).collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
    Map<String, String> imported = new TreeMap<>();
    imports()
        .forEach(
            (name, all) ->
                imported.put(
                    name,
                    all.stream()
                        .filter(other -> !other.startsWith("spark"))
                        .map(other -> "`" + other + "`")
                        .collect(Collectors.joining(", "))));
    assertThat(rows).isEqualTo(imported);
  }
}
