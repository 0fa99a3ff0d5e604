package io.rolecall.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The classes that users name are there, and public. */
class PublicClassesTest {

  private static final List<Path> SOURCES =
      List.of(Path.of("src/main/java"), Path.of("../spark-integration/src/main/java"));

  @Test
  void everyClassOfTheListIsThereAndPublic() throws IOException {
    List<String> names =
        Pattern.compile("(?m)^\\| `(io\\.rolecall\\.[\\w.]+)` \\|")
            .matcher(Files.readString(Path.of("..", "docs", "api.md")))
            .results()
            .map(row -> row.group(1))
            .toList();
    assertThat(names).hasSizeGreaterThan(5);
    for (String name : names) {
      Path file = Path.of(name.replace('.', '/') + ".java");
      assertThat(SOURCES.stream().map(folder -> folder.resolve(file)).filter(Files::exists))
          .as(name)
          .singleElement()
          .satisfies(
              source ->
                  assertThat(Files.readString(source))
                      .containsPattern(
                          "(?m)^public (final )?class "
                              + file.getFileName().toString().replace(".java", "")
                              + "\\b"));
    }
  }
}
