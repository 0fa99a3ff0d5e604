package io.rolecall.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsShell;
import org.apache.hadoop.util.ToolRunner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hadoop fs} on the bucket, with sessions that end under it. */
class ITestShell {

  private static final String HOME = "s3a://contract/shell";

  @TempDir private Path local;

  private final Configuration conf = new Configuration();
  private FileSystem fs;

  @BeforeEach
  void open() throws Exception {
    fs = Bucket.open(conf);
    fs.delete(new org.apache.hadoop.fs.Path(HOME), true);
    Bucket.write(fs, new org.apache.hadoop.fs.Path(HOME, "dir/a"), "alpha\n".getBytes(UTF_8));
    Bucket.write(fs, new org.apache.hadoop.fs.Path(HOME, "dir/sub/b"), "be\n".getBytes(UTF_8));
    FileSystem shells = FileSystem.get(Bucket.path("shell").toUri(), conf);
    assertThat(shells.exists(Bucket.path("shell/dir/a"))).isTrue();
    Bucket.endSessions();
  }

  @AfterEach
  void close() throws Exception {
    assertThat(Bucket.expired()).isPositive();
    fs.close();
  }

  @Test
  void lists() throws Exception {
    assertThat(run("-ls", HOME + "/dir")).contains(HOME + "/dir/a", HOME + "/dir/sub");
    assertThat(run("-ls", "-R", HOME)).contains(HOME + "/dir/sub/b");
    assertThat(run("-ls", "-C", HOME + "/d*/s*/?")).isEqualTo(HOME + "/dir/sub/b\n");
  }

  @Test
  void showsContent() throws Exception {
    assertThat(run("-cat", HOME + "/dir/a", HOME + "/dir/sub/b")).isEqualTo("alpha\nbe\n");
    assertThat(run("-head", HOME + "/dir/a")).isEqualTo("alpha\n");
    assertThat(run("-tail", HOME + "/dir/a")).isEqualTo("alpha\n");
    assertThat(run("-text", HOME + "/dir/a")).isEqualTo("alpha\n");
  }

  @Test
  void putsAndGets() throws Exception {
    Path source = Files.writeString(local.resolve("source"), "from here");
    run("-put", source.toString(), HOME + "/put");
    run("-copyFromLocal", "-f", source.toString(), HOME + "/put");
    run("-appendToFile", -1, source.toString(), HOME + "/put");
    assertThat(Bucket.read("shell/put")).isEqualTo("from here".getBytes(UTF_8));
    run("-get", HOME + "/put", local.resolve("got").toString());
    assertThat(local.resolve("got")).hasContent("from here");
    run("-copyToLocal", HOME + "/dir", local.toString());
    assertThat(local.resolve("dir/sub/b")).hasContent("be\n");
    run("-getmerge", HOME + "/dir", local.resolve("merged").toString());
    assertThat(local.resolve("merged")).hasContent("alpha\n");
    run("-moveFromLocal", source.toString(), HOME + "/moved");
    assertThat(source).doesNotExist();
    assertThat(Bucket.read("shell/moved")).isEqualTo("from here".getBytes(UTF_8));
  }

  @Test
  void copiesAndMoves() throws Exception {
    run("-cp", HOME + "/dir", HOME + "/copy");
    assertThat(Bucket.read("shell/copy/sub/b")).isEqualTo("be\n".getBytes(UTF_8));
    run("-mv", HOME + "/copy", HOME + "/moved");
    assertThat(Bucket.keys("shell/copy/")).isEmpty();
    assertThat(Bucket.read("shell/moved/sub/b")).isEqualTo("be\n".getBytes(UTF_8));
  }

  @Test
  void makesAndRemoves() throws Exception {
    run("-mkdir", "-p", HOME + "/new/deep");
    run("-touchz", HOME + "/new/deep/empty");
    assertThat(Bucket.read("shell/new/deep/empty")).isEmpty();
    run("-test", "-e", HOME + "/new/deep/empty");
    run("-test", "-d", HOME + "/new/deep");
    run("-test", "-z", HOME + "/new/deep/empty");
    run("-test", 1, "-e", HOME + "/nothing");
    run("-rm", HOME + "/new/deep/empty");
    run("-rmdir", HOME + "/new/deep");
    run("-rm", "-r", "-skipTrash", HOME + "/dir");
    assertThat(Bucket.keys("shell/dir")).isEmpty();
    run("-rm", 1, HOME + "/dir/a");
  }

  @Test
  void measuresAndFinds() throws Exception {
    assertThat(run("-du", "-s", HOME + "/dir")).startsWith("9 ").endsWith(HOME + "/dir\n");
    assertThat(run("-count", HOME + "/dir").trim().split("\\s+"))
        .containsExactly("2", "2", "9", HOME + "/dir");
    assertThat(run("-stat", "%n %b %F", HOME + "/dir/a")).isEqualTo("a 6 regular file\n");
    assertThat(run("-find", HOME, "-name", "b")).isEqualTo(HOME + "/dir/sub/b\n");
    assertThat(run("-df", HOME)).contains("s3a://contract");
    assertThat(run("-checksum", HOME + "/dir/a")).startsWith(HOME + "/dir/a\tNONE");
    assertThat(run("-getfattr", "-n", "header.Content-Length", HOME + "/dir/a"))
        .contains("header.Content-Length=\"6\"");
  }

  private String run(String command, String... args) throws Exception {
    return run(command, 0, args);
  }

  private String run(String command, int expected, String... args) throws Exception {
    String[] line = new String[args.length + 1];
    line[0] = command;
    System.arraycopy(args, 0, line, 1, args.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream console = System.out;
    System.setOut(new PrintStream(out, true, UTF_8));
    try {
      assertThat(ToolRunner.run(conf, new FsShell(), line)).as(command).isEqualTo(expected);
    } finally {
      System.setOut(console);
    }
    return out.toString(UTF_8);
  }
}
