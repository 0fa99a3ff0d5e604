package io.rolecall.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages quote is what is printed. */
class TroubleshootingTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final Path OURS = Path.of("src", "main", "java");
  private static final Path SPARK = Path.of("..", "spark-integration", "src", "main", "java");
  private static final Path LOCAL_AWS =
      Path.of("..", "it-tests", "localaws", "src", "main", "java");

  private static String page(String name) throws IOException {
    return Files.readString(DOCS.resolve(name));
  }

  private static void holds(String page, String header, List<String> literals) {
    for (String message : QuotedMessages.of(page, header)) {
      assertThat(QuotedMessages.fixedParts(message))
          .as("what is quoted of '%s'", message)
          .isNotEmpty()
          .allSatisfy(
              part ->
                  assertThat(literals)
                      .as("a text of the code with '%s'", part)
                      .anyMatch(literal -> literal.contains(part)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"troubleshooting.md", "guides/saml.md"})
  void everyMessageOfAPageIsOneOfTheCode(String name) throws IOException {
    String page = page(name);
    assertThat(QuotedMessages.of(page, "Rolecall says")).hasSizeGreaterThan(10);
    holds(page, "Rolecall says", QuotedMessages.literalsBelow(OURS, SPARK));
    holds(page, "STS says", QuotedMessages.literalsBelow(LOCAL_AWS));
  }

  /** The other way round: no reason is printed that the page of SAML does not tell. */
  @Test
  void everyReasonToRefuseASamlResponseIsInItsTable() throws IOException {
    Path identity = OURS.resolve(Path.of("io", "rolecall", "identity", "saml"));
    List<String> reasons = new ArrayList<>();
    for (String source : List.of("SamlText.java", "SamlXml.java", "SamlResponseParser.java")) {
      reasons.addAll(
          QuotedMessages.firstLiteralOf(
              identity.resolve(source), "new (?:SamlXml\\.)?UnusableException"));
    }
    assertThat(reasons).hasSizeGreaterThan(12);
    List<String> parts =
        QuotedMessages.of(page("guides/saml.md"), "Rolecall says").stream()
            .flatMap(message -> QuotedMessages.fixedParts(message).stream())
            .toList();
    assertThat(reasons)
        .allSatisfy(
            reason ->
                assertThat(parts)
                    .as("a row for '%s'", reason)
                    .anyMatch(part -> part.contains(reason.strip()) || reason.contains(part)));
  }

  /** A message is explained in one place. */
  @Test
  void noGuideExplainsMessagesThatTroubleshootingDoes() throws IOException {
    List<String> common = QuotedMessages.of(page("troubleshooting.md"), "Rolecall says");
    try (Stream<Path> guides = Files.list(DOCS.resolve("guides"))) {
      for (Path guide : guides.toList()) {
        assertThat(QuotedMessages.of(Files.readString(guide), "message")).as("%s", guide).isEmpty();
        assertThat(QuotedMessages.of(Files.readString(guide), "Rolecall says"))
            .as("%s", guide)
            .doesNotContainAnyElementsOf(common);
      }
    }
  }
}
