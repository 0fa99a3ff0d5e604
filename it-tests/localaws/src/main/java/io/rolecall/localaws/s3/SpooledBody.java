package io.rolecall.localaws.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A whole request body: a small one in memory, a large one in a temporary file. One thread. */
final class SpooledBody implements AutoCloseable {
  private static final int MAX_BYTES_IN_MEMORY = 1024 * 1024;

  private final byte[] bytes;
  private final @Nullable Path file;

  private SpooledBody(byte[] bytes, @Nullable Path file) {
    this.bytes = bytes;
    this.file = file;
  }

  static SpooledBody of(byte[] bytes) {
    return new SpooledBody(bytes, null);
  }

  /** Reads to the end. */
  static SpooledBody read(InputStream in) throws IOException {
    byte[] start = in.readNBytes(MAX_BYTES_IN_MEMORY);
    if (start.length < MAX_BYTES_IN_MEMORY) {
      return of(start);
    }
    Path file = Files.createTempFile("localaws", ".body");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(start);
      in.transferTo(out);
    } catch (IOException e) {
      Files.delete(file);
      throw e;
    }
    return new SpooledBody(new byte[0], file);
  }

  /** Bytes. */
  long length() throws IOException {
    return file == null ? bytes.length : Files.size(file);
  }

  /** For bodies that are documents. */
  byte[] bytes() throws IOException {
    return file == null ? bytes : Files.readAllBytes(file);
  }

  /** Sends it, as often as need be. */
  BodyPublisher publisher() throws IOException {
    if (file != null) {
      return BodyPublishers.ofFile(file);
    }
    return bytes.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }
}
