package io.rolecall.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.s3a.RolecallFileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code s3://} and {@code s3n://} are {@code s3a://} by older names. */
class ITestSchemes {

  @ParameterizedTest
  @ValueSource(strings = {"s3a", "s3", "s3n"})
  void servesFileSystems(String scheme) throws IOException {
    Path directory = new Path(scheme + "://contract/schemes/" + scheme);
    try (FileSystem fs = Bucket.open(scheme, new Configuration())) {
      assertThat(fs).isInstanceOf(RolecallFileSystem.class);
      Path path = new Path(directory, "file");
      Bucket.write(fs, path, "text".getBytes(UTF_8));
      Bucket.endSessions();
      assertThat(fs.listStatus(directory)).extracting(FileStatus::getPath).containsExactly(path);
      Path renamed = new Path(directory, "renamed");
      assertThat(fs.rename(path, renamed)).isTrue();
      Bucket.endSessions();
      try (InputStream in = fs.open(renamed)) {
        assertThat(in.readAllBytes()).isEqualTo("text".getBytes(UTF_8));
      }
      assertThat(fs.delete(directory, true)).isTrue();
    }
    assertThat(Bucket.keys("schemes/" + scheme + "/")).isEmpty();
    assertThat(Bucket.expired()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a", "s3", "s3n"})
  void servesFileContexts(String scheme) throws IOException {
    FileContext context =
        FileContext.getFileContext(URI.create(scheme + "://contract"), new Configuration());
    Path path = new Path(scheme + "://contract/contexts/" + scheme);
    Bucket.mark();
    try (FSDataOutputStream out =
        context.create(
            path, EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE), CreateOpts.createParent())) {
      out.write("text".getBytes(UTF_8));
      Bucket.endSessions();
    }
    Path renamed = path.suffix("-renamed");
    Bucket.endSessions();
    context.rename(path, renamed, Rename.OVERWRITE);
    Bucket.endSessions();
    assertThat(context.getFileStatus(renamed).getLen()).isEqualTo(4);
    assertThat(Bucket.read("contexts/" + scheme + "-renamed")).isEqualTo("text".getBytes(UTF_8));
    assertThat(Bucket.expired()).isGreaterThanOrEqualTo(2);
  }
}
