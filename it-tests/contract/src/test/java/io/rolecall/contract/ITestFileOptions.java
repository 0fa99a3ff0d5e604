package io.rolecall.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.hadoop.fs.statistics.IOStatisticsSupport.retrieveIOStatistics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.RemoteFileChangedException;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user may ask for when opening or creating a file, across the end of a session. */
class ITestFileOptions {

  private static final int MIB = 1024 * 1024;
  private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";

  private FileSystem fs;

  @BeforeEach
  void open() throws IOException {
    fs = Bucket.open(new Configuration());
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  @Test
  void opensByStatusLengthAndPolicy() throws Exception {
    Path path = Bucket.path("options/opened");
    byte[] content = Bucket.content(MIB);
    Bucket.write(fs, path, content);
    FileStatus status = fs.getFileStatus(path);
    Bucket.endSessions();
    Bucket.mark();
    try (FSDataInputStream in =
        fs.openFile(path)
            .withFileStatus(status)
            .opt("fs.option.openfile.read.policy", "random")
            .build()
            .get()) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    assertThat(Bucket.requests("HeadObject")).isEmpty();
    assertThat(Bucket.expired()).isEqualTo(1);
  }

  @Test
  void saysThatAFileIsMissingWhenItIsOpened() {
    Bucket.endSessions();
    assertThatThrownBy(() -> fs.openFile(Bucket.path("options/missing")).build().get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(FileNotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "analytics", "prefetch"})
  void readsRangesAcrossTheEndOfASession(String stream) throws Exception {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.input.stream.type", stream);
    Path path = Bucket.path("options/ranges-" + stream);
    byte[] content = Bucket.content(4 * MIB);
    Bucket.write(fs, path, content);
    try (FileSystem own = Bucket.open("s3a", conf);
        FSDataInputStream in = own.open(path)) {
      assertThat(in.read()).isEqualTo(content[0] & 0xff);
      Bucket.endSessions();
      List<FileRange> ranges =
          List.of(
              FileRange.createFileRange(1, 100),
              FileRange.createFileRange(2 * MIB, 1000),
              FileRange.createFileRange(4 * MIB - 10, 10));
      in.readVectored(ranges, ByteBuffer::allocate);
      for (FileRange range : ranges) {
        ByteBuffer expected =
            ByteBuffer.wrap(content, (int) range.getOffset(), range.getLength()).slice();
        assertThat(range.getData().get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void createsWithHeadersAndReadsThemAsAttributes() throws Exception {
    Path path = Bucket.path("options/created");
    FSDataOutputStreamBuilder<?, ?> builder = fs.createFile(path).overwrite(true).recursive();
    builder.must("fs.s3a.create.performance", true);
    builder.must("fs.s3a.create.header.owner", "team-a");
    try (FSDataOutputStream out = builder.build()) {
      out.write("text".getBytes(UTF_8));
      Bucket.endSessions();
    }
    Bucket.endSessions();
    assertThat(fs.getXAttr(path, "header.owner")).isEqualTo("team-a".getBytes(UTF_8));
    assertThat(fs.getXAttrs(path)).containsKeys("header.owner", "header.Content-Length");
    assertThat(fs.listXAttrs(path)).contains("header.owner");
    assertThat(Bucket.expired()).isEqualTo(2);
  }

  @Test
  void createsOnlyWhatIsNotThere() throws Exception {
    assumeTrue(VersionInfo.getVersion().startsWith("3.5"), "conditional creation is of 3.5");
    Path path = Bucket.path("options/conditional");
    fs.delete(path, false);
    createConditionally(path, "first");
    assertThatThrownBy(() -> createConditionally(path, "second"))
        .isInstanceOf(RemoteFileChangedException.class);
    assertThat(Bucket.read("options/conditional")).isEqualTo("first".getBytes(UTF_8));
  }

  private void createConditionally(Path path, String content) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = fs.createFile(path).overwrite(true).recursive();
    builder.must(CONDITIONAL, true);
    FSDataOutputStream out = builder.build();
    out.write(content.getBytes(UTF_8));
    Bucket.endSessions();
    out.close();
  }

  @Test
  void countsWhatItDid() throws Exception {
    Path path = Bucket.path("options/counted");
    Bucket.write(fs, path, Bucket.content(1000));
    try (FSDataInputStream in = fs.open(path)) {
      Bucket.endSessions();
      assertThat(in.readAllBytes()).hasSize(1000);
      assertThat(retrieveIOStatistics(in).counters()).containsEntry("stream_read_bytes", 1000L);
    }
    assertThat(retrieveIOStatistics(fs).counters())
        .containsEntry("op_create", 1L)
        .containsEntry("stream_read_bytes", 1000L)
        .containsEntry("stream_write_bytes", 1000L);
  }
}
