package io.rolecall.localaws.http;

import java.io.IOException;
import java.io.OutputStream;

/** Keeps a handler to the length that it declared. Close flushes and leaves the connection open. */
final class FixedLengthOutputStream extends OutputStream {
  private final OutputStream out;
  private long remaining;

  FixedLengthOutputStream(OutputStream out, long length) {
    this.out = out;
    this.remaining = length;
  }

  boolean isComplete() {
    return remaining == 0;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    if (length > remaining) {
      throw new IOException("the answer is longer than its Content-Length");
    }
    out.write(buffer, offset, length);
    remaining -= length;
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
