package io.rolecall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who knows how a client of another service is told from a location in a text: one class for each
 * text. Everybody else has a {@code Place}, and matches it; a text in its place can be misread.
 */
class PlaceTextsTest {

  private static final List<Path> SOURCES =
      List.of(Path.of("src/main/java"), Path.of("../spark-integration/src/main/java"));

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "the mark of questions and answers ; \"@\"|'@'[,)] ; PlaceCodec.java",
        "what commands and tokens read ; \"client:[\"a-z] ; NamedClient.java",
      })
  void oneClassKnowsTheText(String text, String literal, String owner) {
    Pattern written = Pattern.compile(literal);
    assertThat(sources().filter(source -> written.matcher(text(source)).find()))
        .describedAs("who knows %s", text)
        .extracting(source -> source.getFileName().toString())
        .containsExactly(owner);
  }

  private static Stream<Path> sources() {
    return SOURCES.stream()
        .flatMap(
            root -> {
              try {
                return Files.walk(root);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .filter(file -> file.toString().endsWith(".java"));
  }

  private static String text(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
