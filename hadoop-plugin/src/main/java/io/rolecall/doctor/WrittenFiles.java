package io.rolecall.doctor;

import io.rolecall.s3a.RolecallFileSystem;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Writes objects to see whether that works, and takes them away again. */
final class WrittenFiles {

  /** The smallest part that S3 takes, but for the last one. */
  private static final int PART = 5 * 1024 * 1024;

  private final RolecallFileSystem fs;
  private final Path file;

  /**
   * Nothing is written yet.
   *
   * @param fs the file system, with {@link #smallParts}
   * @param location where
   */
  WrittenFiles(RolecallFileSystem fs, Path location) {
    this.fs = fs;
    this.file = new Path(location, "rolecall-check-" + UUID.randomUUID());
  }

  /** Lets S3A write in parts as early as S3 allows. Everybody may set these keys. */
  static void smallParts(Configuration conf) {
    conf.setInt("fs.s3a.multipart.size", PART);
    conf.setInt("fs.s3a.multipart.threshold", PART);
  }

  /** Writes a small object. */
  Path write() throws IOException {
    return written(() -> create(1));
  }

  /** Writes an object in two parts. */
  Path multipart() throws IOException {
    return written(() -> create(PART + 1));
  }

  /** Writes a small object and gives it another name. */
  Path rename() throws IOException {
    Path renamed = file.suffix("-renamed");
    return written(
        () -> {
          create(1);
          try {
            if (!fs.rename(file, renamed)) {
              throw new IOException("rename to " + renamed + " did nothing");
            }
          } finally {
            fs.delete(renamed, false);
          }
        });
  }

  private interface Writing {
    void run() throws IOException;
  }

  /** S3A aborts the upload of a write that fails. */
  private Path written(Writing writing) throws IOException {
    try {
      writing.run();
    } catch (IOException | RuntimeException e) {
      try {
        fs.delete(file, false);
      } catch (IOException | RuntimeException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    fs.delete(file, false);
    return file;
  }

  private void create(int length) throws IOException {
    byte[] some = new byte[64 * 1024];
    try (OutputStream out = fs.create(file, false)) {
      for (int left = length; left > 0; left -= some.length) {
        out.write(some, 0, Math.min(left, some.length));
      }
    }
  }
}
