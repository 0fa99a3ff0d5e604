package io.rolecall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a release says of itself: in its poms, its NOTICE and its documents. */
final class ReleaseTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void onlyTheseModulesAreDeployed() {
    assertThat(files("pom.xml"))
        .filteredOn(pom -> text(pom).contains("<maven.deploy.skip>false</maven.deploy.skip>"))
        .extracting(pom -> ROOT.relativize(pom).toString())
        .containsExactly(
            "hadoop-plugin/pom.xml", "spark-integration/dist/pom.xml", "spark-integration/pom.xml");
    assertThat(text(ROOT.resolve("pom.xml")))
        .contains("<maven.deploy.skip>true</maven.deploy.skip>");
  }

  /** They would shadow Comet's own. */
  @Test
  void whatStandsForCometsInterfaceIsNotShipped() {
    assertThat(Path.of("target/classes/io/rolecall/comet")).isDirectory();
    assertThat(Path.of("target/classes/org")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"name", "description", "url", "licenses", "developers", "scm", "issueManagement"})
  void thePomHasWhatMavenCentralAsksFor(String element) {
    assertThat(text(ROOT.resolve("pom.xml"))).containsPattern("(?m)^  <" + element + "[ >]");
  }

  /** Each artifact of the shade plugin's list stands in NOTICE with the property of its version. */
  @Test
  void theNoticeNamesWhatIsShaded() {
    String pom = text(Path.of("pom.xml"));
    List<String> shaded =
        Pattern.compile("<include>([\\w.]+:[\\w.*-]+)</include>")
            .matcher(pom)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(shaded)
        .describedAs("a new artifact goes into src/main/notice/NOTICE and into this test")
        .containsExactly("com.fasterxml.jackson.core:*", "info.picocli:picocli");
    assertThat(text(Path.of("target/classes/META-INF/NOTICE")))
        .containsPattern("com\\.fasterxml\\.jackson\\.core:jackson-annotations \\d+\\.\\d+")
        .containsPattern("com\\.fasterxml\\.jackson\\.core:jackson-core \\d+\\.\\d+")
        .containsPattern("com\\.fasterxml\\.jackson\\.core:jackson-databind \\d+\\.\\d+")
        .containsPattern("info\\.picocli:picocli \\d+\\.\\d+");
  }

  @Test
  void theLicenceIsInTheJar() {
    assertThat(Path.of("target/classes/META-INF/LICENSE"))
        .hasSameTextualContentAs(ROOT.resolve("LICENSE"));
  }

  /**
   * The archives fill in the version where the word VERSION stands; a number here would be stale.
   */
  @Test
  void documentsNameNoVersionOfRolecall() {
    Pattern named = Pattern.compile("rolecall-(hadoop-plugin|spark|dist)[-:/]v?\\d[\\w.-]*");
    assertThat(Stream.of(files(".md"), files(".java")).flatMap(List::stream).toList())
        .isNotEmpty()
        .allSatisfy(
            page ->
                assertThat(named.matcher(text(page)).results().map(MatchResult::group))
                    .describedAs("%s: write VERSION", ROOT.relativize(page))
                    .isEmpty());
  }

  private static List<Path> files(String ending) {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(ending))
          // What the shade plugin leaves beside a module's own.
          .filter(file -> !file.endsWith("dependency-reduced-pom.xml"))
          .filter(file -> Stream.of("target", ".git").noneMatch(part -> has(file, part)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean has(Path file, String part) {
    return ROOT.relativize(file).startsWith(part)
        || ROOT.relativize(file).toString().contains("/" + part + "/");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
