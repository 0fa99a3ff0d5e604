package io.rolecall.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedAnswersTest {

  private static final String CALL = "a0".repeat(32);
  private static final Instant UNTIL = Instant.parse("2026-01-01T12:00:00.9Z");

  @TempDir private Path scratch;
  private Path site = Path.of("");
  private Path folder = Path.of("");
  private final AnswerSources sources = new AnswerSources();

  @BeforeEach
  void makeFiles() throws IOException {
    folder = scratch.resolve("cache");
    site = Files.writeString(scratch.resolve("core-site.xml"), "<configuration/>\n");
  }

  private Path file() {
    return folder.resolve("answer-" + CALL);
  }

  private void put() throws IOException {
    new RepeatedAnswers(folder).put(CALL, sources, UNTIL, "{\n  \"x\" : 1\n}\n");
  }

  @Test
  void saysWhatHasToBeSoForTheAnswer() throws IOException {
    sources.add(site);
    sources.add(scratch.resolve("none"));
    put();
    assertThat(Files.readString(file()))
        .isEqualTo(
            """
            rolecall-answer 1
            until 1767268800
            sha256 SHA  %s
            absent %s

            {
              "x" : 1
            }
            end
            """
                .formatted(site, scratch.resolve("none"))
                .replace(
                    "SHA", "568269850dbb3f5f52e0e38e3c0b29be06c70c58fe425b39746f5ccefdd668a4"));
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void whatHasChangedMeanwhileIsNotKept() throws IOException {
    sources.add(site);
    Files.writeString(site, "<configuration></configuration>\n");
    put();
    assertThat(file()).doesNotExist();
  }

  @Test
  void whatHasChangedAndChangedBackIsNotKept() throws IOException {
    String before = Files.readString(site);
    FileTime written = Files.getLastModifiedTime(site);
    sources.add(site);
    Path other = Files.writeString(scratch.resolve("other"), before);
    Files.delete(site);
    Files.move(other, site);
    Files.setLastModifiedTime(site, written);
    put();
    assertThat(file()).doesNotExist();
  }

  @Test
  void whatHasComeMeanwhileIsNotKept() throws IOException {
    sources.add(site);
    sources.add(scratch.resolve("hdfs-site.xml"));
    Files.writeString(scratch.resolve("hdfs-site.xml"), "<configuration/>");
    put();
    assertThat(file()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<configuration><xi:include href=\"more.xml\"/></configuration>",
        "<configuration><include\n href=\"more.xml\"/></configuration>",
        "\uFEFF <!DOCTYPE x SYSTEM \"more.dtd\"><configuration/>",
        "<configuration>\0</configuration>"
      })
  void whatDependsOnOtherFilesIsNotKept(String text) throws IOException {
    Files.write(site, text.getBytes(StandardCharsets.UTF_8));
    sources.add(site);
    put();
    assertThat(file()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<configuration><name>fs.s3a.select.errors.include.sql</name></configuration>",
        "{\"location\": \"s3a://b/<include\"}"
      })
  void aWordAloneMakesAFileDependOnNothing(String text) throws IOException {
    Files.writeString(site, text);
    sources.add(site);
    put();
    assertThat(file()).exists();
  }

  @Test
  void whatIsNoFileIsNotKept() throws IOException {
    sources.add(site);
    sources.add(scratch);
    put();
    assertThat(file()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\\b", "p\u00e4"})
  void whatCannotBeNamedInALineIsNotKept(String name) throws IOException {
    sources.add(site);
    sources.add(scratch.resolve(name));
    put();
    assertThat(file()).doesNotExist();
  }

  @Test
  void whatIsMadeOfMoreIsNotKept() throws IOException {
    sources.add(site);
    sources.addUnknown();
    put();
    assertThat(file()).doesNotExist();
  }

  @Test
  void nothingIsKeptForNoCall() throws IOException {
    sources.add(site);
    for (String call : new String[] {"", "x", "../" + CALL.substring(3)}) {
      new RepeatedAnswers(folder).put(call, sources, UNTIL, "{}\n");
    }
    assertThat(folder).doesNotExist();
  }

  @Test
  void oldFilesGo() throws IOException {
    sources.add(site);
    put();
    Path old = Files.writeString(folder.resolve("session-1.json"), "{}");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(2 * 86400)));
    Path young = Files.writeString(folder.resolve("session-2.json"), "{}");
    put();
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }
}
