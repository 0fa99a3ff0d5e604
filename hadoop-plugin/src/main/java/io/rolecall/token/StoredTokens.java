package io.rolecall.token;

import io.rolecall.failure.ReplacedFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.security.Credentials;

/**
 * Tokens as they lie in a file, in Hadoop's formats. Hadoop's own reader believes what a file says
 * of its lengths, and waits for whoever writes a pipe: a file that was hit while it was written, or
 * that somebody else put there, must cost a process neither its memory nor its threads.
 */
public final class StoredTokens {

  /** As large as four buckets' tokens that carry all that a token may. */
  static final int MOST_BYTES = 64 << 20;

  private StoredTokens() {}

  /**
   * Reads a token file.
   *
   * @param file the file, or a link to it
   * @return its tokens and secret keys, the caller's own
   * @throws IOException if it cannot be read as a whole; says why without the file's name
   */
  public static Credentials read(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("it is no regular file");
    }
    return read(
        ReplacedFile.read(
            () -> {
              try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes(MOST_BYTES + 1);
              }
            },
            () -> Files.exists(file)));
  }

  /**
   * Reads what a token file holds.
   *
   * @throws IOException if it cannot be read as a whole
   */
  static Credentials read(byte[] bytes) throws IOException {
    if (bytes.length > MOST_BYTES) {
      throw new IOException("it is larger than " + MOST_BYTES + " bytes, which no token file is");
    }
    try {
      TokenFileShape.check(bytes);
      Credentials tokens = new Credentials();
      tokens.readTokenStorageStream(new DataInputStream(new ByteArrayInputStream(bytes)));
      return tokens;
    } catch (IOException | RuntimeException e) {
      throw new IOException("it is no whole token file (" + bytes.length + " bytes)", e);
    }
  }

  /**
   * What a token file of these tokens holds.
   *
   * @param tokens the tokens and secret keys
   * @return its bytes
   * @throws IOException if nobody could read so many
   */
  public static byte[] bytes(Credentials tokens) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tokens.writeTokenStorageToStream(new DataOutputStream(bytes));
    if (bytes.size() > MOST_BYTES) {
      throw new IOException(
          tokens.numberOfTokens()
              + " tokens take "
              + bytes.size()
              + " bytes, and a token file holds at most "
              + MOST_BYTES
              + ": make it for fewer locations (--for)");
    }
    return bytes.toByteArray();
  }
}
