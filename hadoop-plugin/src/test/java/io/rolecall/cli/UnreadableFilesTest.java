package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that cannot be read, or not as text: what is said names the file and the place. */
class UnreadableFilesTest {

  private static final String BASE =
      "{\"version\":1,\"routes\":[{\"location\":\"s3a://b1\",\"identity\":\"base\"}]}";
  private static final String UMLAUT = "line one\nk\u00f6nig";
  private static final String PLACE = "not UTF-8 in line 2, column 2. Save it as UTF-8";

  @TempDir Path folder;

  private Path file(String text, Charset encoding) throws IOException {
    return Files.write(folder.resolve("file"), text.getBytes(encoding));
  }

  private Path latin1() throws IOException {
    return file(UMLAUT, StandardCharsets.ISO_8859_1);
  }

  @Test
  void aPropertiesFileThatIsNotUtf8IsToldWhere() throws IOException {
    Path file = latin1();
    assertThat(new CommandRun.Setting().file(file).run("routes").err())
        .isEqualTo(
            "rolecall: " + file + ": the configuration file cannot be read: " + PLACE + "\n");
  }

  @Test
  void mappingsThatAreNotUtf8AreToldWhere() throws IOException {
    Path file = latin1();
    CommandRun run = CommandRun.of("import", "trino", file.toString());
    assertThat(run.err()).isEqualTo("rolecall: cannot read " + file + ": " + PLACE + "\n");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void credentialsThatAreNotUtf8AreToldWhere() throws IOException {
    Path file = latin1();
    CommandRun run =
        new CommandRun.Setting()
            .conf("fs.s3a.rolecall.routes", BASE)
            .conf("fs.s3a.rolecall.base.identity", "properties:" + file)
            .run("check", "s3a://b1/k");
    assertThat(run.out())
        .contains(
            "FAILED   base identity  base identity from properties file "
                + file
                + ": "
                + file
                + " cannot be read: "
                + PLACE);
  }

  /** XML says how it is encoded, in the first line or by a mark. */
  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "UTF-8"})
  void anXmlFileMayBeOfAnotherEncoding(String encoding) throws IOException {
    Path file =
        file(
            "<?xml version=\"1.0\" encoding=\""
                + encoding
                + "\"?><configuration><property><name>fs.s3a.rolecall.routes</name><value>"
                + BASE.replace("s3a://b1", "s3a://b1/k\u00f6nig").replace("\"", "&quot;")
                + "</value></property></configuration>",
            Charset.forName(encoding));
    assertThat(new CommandRun.Setting().file(file).run("routes").out())
        .contains("s3a://b1/k\u00f6nig ");
  }

  @Test
  void anXmlFileThatIsNotWhatItSaysIsNamed() throws IOException {
    Path file = file("<configuration>k\u00f6nig</configuration>", StandardCharsets.ISO_8859_1);
    assertThat(new CommandRun.Setting().file(file).run("routes").err())
        .startsWith("rolecall: " + file + ": not a Hadoop configuration file: Invalid UTF-8 ")
        .contains("byte #");
  }

  @Test
  void aFolderOrNothingIsTold() {
    assertThat(CommandRun.of("import", "trino", folder.toString()).err())
        .isEqualTo("rolecall: cannot read " + folder + ": Is a directory\n");
    assertThat(CommandRun.of("import", "trino", "/no/such/file").err())
        .isEqualTo("rolecall: cannot read /no/such/file: there is no such file\n");
    assertThat(new CommandRun.Setting().file(Path.of("/no/such/file")).run("routes").err())
        .isEqualTo(
            "rolecall: /no/such/file: the configuration file cannot be read: there is no such"
                + " file\n");
  }

  /** Hadoop says nothing but that there was an end. */
  @ParameterizedTest
  @ValueSource(strings = {"", "HD", "HDTS", "HDTS\u0000\u0005", "something else"})
  void aTokenFileThatIsCutOrNoneHasAReason(String content) throws IOException {
    Path file = file(content, StandardCharsets.ISO_8859_1);
    CommandRun run = CommandRun.of("token", "show", file.toString());
    assertThat(run.err())
        .matches("rolecall: \\Q" + file + "\\E: cannot be read as a Hadoop token file: \\w.+\n")
        .doesNotContain("null");
    assertThat(run.exitCode()).isEqualTo(1);
  }
}
