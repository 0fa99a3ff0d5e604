package io.rolecall.doctor.probe;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes objects to see whether that works, and takes them away again. */
final class WrittenFiles {

  private final FileSystem fs;
  private final Path file;

  /**
   * Nothing is written yet.
   *
   * @param open where
   */
  WrittenFiles(OpenLocation open) {
    this.fs = open.fileSystem();
    this.file = open.newFile();
  }

  /** Writes a small object. */
  Path write() throws IOException {
    written(() -> create(1));
    return file;
  }

  /**
   * Writes an object in two parts, where the location is open {@linkplain OpenLocation#inSmallParts
   * in small parts}.
   *
   * @return how many there were; 0 if S3A was told to write objects as one
   */
  long multipart() throws IOException {
    long[] parts = new long[1];
    written(() -> parts[0] = create(WrittenParts.SMALLEST + 1));
    return parts[0];
  }

  /** The object's name. */
  Path file() {
    return file;
  }

  /** Writes a small object and gives it another name. */
  Path rename() throws IOException {
    Path renamed = file.suffix("-renamed");
    written(
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
    return file;
  }

  private interface Writing {
    void run() throws IOException;
  }

  /** S3A aborts the upload of a write that fails. */
  private void written(Writing writing) throws IOException {
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
  }

  private long create(int length) throws IOException {
    byte[] some = new byte[64 * 1024];
    FSDataOutputStream out = fs.create(file, false);
    try (out) {
      for (int left = length; left > 0; left -= some.length) {
        out.write(some, 0, Math.min(left, some.length));
      }
    }
    return WrittenParts.of(out);
  }
}
