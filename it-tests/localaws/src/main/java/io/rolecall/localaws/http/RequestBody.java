package io.rolecall.localaws.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The body of a request; the first read sends the interim answer that the client waits for. */
final class RequestBody extends InputStream {
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final InputStream in;
  private final OutputStream out;
  private boolean awaited;

  RequestBody(HttpRequest request, InputStream in, OutputStream out) {
    this.in =
        request.isChunked()
            ? new ChunkedInputStream(in)
            : new FixedLengthInputStream(in, request.contentLength());
    this.out = out;
    this.awaited = request.expectsContinue() && request.hasBody();
  }

  /** Whether the client still waits for leave to send. */
  boolean isAwaited() {
    return awaited;
  }

  void drain() throws IOException {
    byte[] dropped = new byte[16 * 1024];
    int n;
    do {
      n = read(dropped, 0, dropped.length);
    } while (n >= 0);
  }

  @Override
  public int read() throws IOException {
    goOn();
    return in.read();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    goOn();
    return in.read(buffer, offset, length);
  }

  private void goOn() throws IOException {
    if (awaited) {
      awaited = false;
      out.write(CONTINUE);
      out.flush();
    }
  }
}
