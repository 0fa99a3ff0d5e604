package io.rolecall.localaws.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body in {@code Transfer-Encoding: chunked}. Its trailer fields are read and dropped. */
final class ChunkedInputStream extends InputStream {
  private final InputStream in;
  private long remaining;
  private boolean started;
  private boolean ended;

  ChunkedInputStream(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (remaining == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int n = in.read(buffer, offset, (int) Math.min(length, remaining));
    if (n < 0) {
      throw new EOFException("the body ended inside a chunk");
    }
    remaining -= n;
    return n;
  }

  private void nextChunk() throws IOException {
    if (started) {
      line();
    }
    started = true;
    String size = line().split(";", 2)[0].trim();
    try {
      remaining = Long.parseLong(size, 16);
    } catch (NumberFormatException e) {
      throw new HttpFormatException("not a chunk size");
    }
    if (remaining == 0) {
      ended = true;
      while (!line().isEmpty()) {
        // a trailer field
      }
    }
  }

  private String line() throws IOException {
    String line = LineInput.read(in);
    if (line == null) {
      throw new EOFException("the body ended between two chunks");
    }
    return line;
  }
}
