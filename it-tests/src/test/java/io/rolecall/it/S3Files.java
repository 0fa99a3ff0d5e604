package io.rolecall.it;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** File systems and small files, as most tests need them. */
final class S3Files {

  private S3Files() {}

  /** A file system of one's own, to be closed. */
  static FileSystem open(Configuration conf, String bucket) throws IOException {
    return FileSystem.newInstance(URI.create("s3a://" + bucket), conf);
  }

  /** A file's text. */
  static String read(FileSystem fs, String path) throws IOException {
    return read(fs, new Path(path));
  }

  /** A file's text. */
  static String read(FileSystem fs, Path path) throws IOException {
    try (FSDataInputStream in = fs.open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
