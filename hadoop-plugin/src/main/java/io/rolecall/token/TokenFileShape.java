package io.rolecall.token;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.apache.hadoop.io.WritableUtils;

/**
 * Whether bytes are a whole token file of Hadoop's first format. Hadoop's reader allocates what a
 * length says before it looks whether that is there: a file that was hit while it was written must
 * not cost a process its memory.
 */
final class TokenFileShape {

  private static final byte[] MAGIC = {'H', 'D', 'T', 'S'};

  /** Followed by lengths and bytes; the other format's reader bounds itself. */
  private static final int WRITABLE = 0;

  /** Of a token: identifier, password, kind, service; and the name that it is found by. */
  private static final int PARTS_OF_TOKEN = 5;

  /** A name and a key. */
  private static final int PARTS_OF_KEY = 2;

  private TokenFileShape() {}

  /**
   * Checks the lengths.
   *
   * @throws IOException if the bytes are no token file, or end too early
   */
  static void check(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    for (byte expected : MAGIC) {
      if (in.readByte() != expected) {
        throw new IOException("not a token file");
      }
    }
    if (in.readByte() == WRITABLE) {
      skip(in, PARTS_OF_TOKEN);
      skip(in, PARTS_OF_KEY);
    }
  }

  private static void skip(DataInputStream in, int parts) throws IOException {
    int count = length(in);
    for (int part = 0; part < Math.multiplyExact(count, parts); part++) {
      int length = length(in);
      if (in.skipBytes(length) != length) {
        throw new EOFException("cut short");
      }
    }
  }

  private static int length(DataInputStream in) throws IOException {
    int length = WritableUtils.readVInt(in);
    if (length < 0 || length > in.available()) {
      throw new EOFException("cut short");
    }
    return length;
  }
}
