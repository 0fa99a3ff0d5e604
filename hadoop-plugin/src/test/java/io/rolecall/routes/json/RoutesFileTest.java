package io.rolecall.routes.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesFileTest {

  private static final String EXPECTED =
      ". Expected a local path, classpath:name, or a Hadoop URI that is not S3";

  private final Path dir;
  private final Configuration conf = new Configuration(false);

  RoutesFileTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private String read(String location) {
    conf.set("fs.s3a.rolecall.routes.file", location);
    return String.valueOf(RouteBook.of(conf).of("b1", HadoopUser.current()).routes().whole());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text.replace('\'', '"'));
  }

  @Test
  void readsALocalPath() throws IOException {
    Path file =
        write(
            "my routes.json",
            "{'version': 1, 'routes': [{'location': 's3a://b1', 'identity': 'base'}]}");
    assertThat(read(file.toString())).isEqualTo("s3a://b1 -> base identity");
  }

  @Test
  void readsAHadoopUri() throws IOException {
    Path file =
        write(
            "routes.json",
            "{'version': 1, 'routes': [{'location': 's3a://b1', 'identity': 'base'}]}");
    assertThat(read(file.toUri().toString())).isEqualTo("s3a://b1 -> base identity");
  }

  /** Hadoop keeps a file system for all who name it, with what the first one of them set. */
  @Test
  void readsItsOwnFileWhateverFileSystemOthersHaveOpened() throws IOException {
    Path theirs = Files.createDirectory(dir.resolve("theirs"));
    Files.writeString(theirs.resolve("routes.json"), "{\"version\": 1, \"routes\": []}");
    write(
        "routes.json", "{'version': 1, 'routes': [{'location': 's3a://b1', 'identity': 'base'}]}");
    Configuration query = new Configuration(conf);
    query.set("fs.viewfs.mounttable.c.link./etc", theirs.toUri().toString());
    conf.set("fs.viewfs.mounttable.c.link./etc", dir.toUri().toString());
    try (FileSystem opened = FileSystem.get(URI.create("viewfs://c/"), query)) {
      assertThat(read("viewfs://c/etc/routes.json")).isEqualTo("s3a://b1 -> base identity");
      assertThat(opened.exists(new org.apache.hadoop.fs.Path("/etc/routes.json"))).isTrue();
    }
  }

  @Test
  void readsTheClassPath() {
    assertThat(read("classpath:io/rolecall/routes/routes.json"))
        .isEqualTo("s3a://b1 -> arn:aws:iam::111122223333:role/reader");
  }

  @Test
  void readsTextAsUtf8() throws IOException {
    Path file =
        write(
            "routes.json",
            "{'version': 1, 'routes': [{'location': 's3a://b1/größe', 'identity': 'base'}]}");
    conf.set("fs.s3a.rolecall.routes.file", file.toString());
    assertThat(RouteBook.of(conf).of("b1", HadoopUser.current()).routes())
        .hasToString("s3a://b1[größe]");
  }

  @Test
  void namesTheFileInErrorsOfItsContent() throws IOException {
    Path file = write("routes.json", "{'version': 1,\n'rules': []}");
    assertThatThrownBy(() -> read(file.toString()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.routes.file ("
                + file
                + "), line 2, column 13: unknown key 'rules'; known keys: identities, routes,"
                + " version");
  }

  @Test
  void namesAFileThatIsMissing() {
    String file = dir.resolve("routes.json").toString();
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.routes.file = '"
                + file
                + "': cannot be read: there is no such file"
                + EXPECTED);
  }

  @Test
  void namesAResourceThatIsMissing() {
    assertThatThrownBy(() -> read("classpath:no.json"))
        .hasMessage(
            "fs.s3a.rolecall.routes.file = 'classpath:no.json': cannot be read:"
                + " there is no such file"
                + EXPECTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a", "s3", "s3n"})
  void refusesToReadItFromS3(String scheme) {
    assertThatThrownBy(() -> read(scheme + "://b1/routes.json"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.routes.file = '"
                + scheme
                + "://b1/routes.json': cannot be read: routes cannot be read"
                + " from a bucket that needs a route"
                + EXPECTED);
  }

  @Test
  void namesAUriThatIsNone() {
    assertThatThrownBy(() -> read("file:"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("fs.s3a.rolecall.routes.file = 'file:': cannot be read:" + " ");
  }

  @Test
  void saysWhereAFileIsNotUtf8() throws IOException {
    Path file = dir.resolve("routes.json");
    Files.write(
        file,
        "{\"version\": 1,\n \"routes\": [{\"location\": \"s3a://b1/\u00fcber\"}]}"
            .getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> read(file.toString()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.routes.file = '"
                + file
                + "': cannot be read: not UTF-8 in line 2, column 36. Save it as UTF-8");
  }

  @Test
  void passesOverAByteOrderMark() throws IOException {
    Path file =
        write(
            "routes.json",
            "\uFEFF{'version': 1, 'routes': [{'location': 's3a://b1', 'identity': 'base'}]}");
    assertThat(read(file.toString())).isEqualTo("s3a://b1 -> base identity");
  }
}
