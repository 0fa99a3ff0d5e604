package io.rolecall.localaws.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes each write as one chunk, and the last chunk on close. */
final class ChunkedOutputStream extends OutputStream {
  private static final byte[] CRLF = {'\r', '\n'};

  private final OutputStream out;
  private boolean closed;

  ChunkedOutputStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    // an empty chunk would end the body
    if (length > 0) {
      out.write(Integer.toHexString(length).getBytes(StandardCharsets.US_ASCII));
      out.write(CRLF);
      out.write(buffer, offset, length);
      out.write(CRLF);
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      out.write('0');
      out.write(CRLF);
      out.write(CRLF);
      out.flush();
    }
  }
}
