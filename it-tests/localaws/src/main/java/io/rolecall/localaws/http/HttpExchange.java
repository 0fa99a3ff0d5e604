package io.rolecall.localaws.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One request and its answer. Used by one thread. */
public final class HttpExchange {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final HttpRequest request;
  private final Socket socket;
  private final OutputStream out;
  private final Clock clock;
  private final RequestBody body;
  private @Nullable OutputStream answer;
  private boolean keepAlive;

  HttpExchange(HttpRequest request, Socket socket, InputStream in, OutputStream out, Clock clock) {
    this.request = request;
    this.socket = socket;
    this.out = out;
    this.clock = clock;
    this.body = new RequestBody(request, in, out);
    this.keepAlive = !request.headers().lists("Connection", "close");
  }

  public HttpRequest request() {
    return request;
  }

  /** The body; reading it lets a client that waits for {@code 100 Continue} go on. */
  public InputStream body() {
    return body;
  }

  /**
   * Sends the head of the answer.
   *
   * @param status the status code
   * @param headers fields; for HEAD with the Content-Length that GET would have
   * @param length bytes of the body, or -1 where it is not known
   * @return where the body goes; the caller closes it
   */
  public OutputStream respond(int status, HttpHeaders headers, long length) throws IOException {
    if (answer != null) {
      throw new IllegalStateException("already answered");
    }
    // A client that still sends would not see the answer; one that waits to send must not do so.
    if (body.isAwaited()) {
      keepAlive = false;
    } else {
      body.drain();
    }
    boolean bodiless = request.method().equals("HEAD") || status == 204 || status == 304;
    headers.remove("Transfer-Encoding");
    if (!bodiless && length >= 0) {
      headers.set("Content-Length", Long.toString(length));
    } else if (!bodiless) {
      headers.remove("Content-Length");
      headers.set("Transfer-Encoding", "chunked");
    }
    headers.set("Date", DATE.format(clock.instant()));
    headers.set("Connection", keepAlive ? "keep-alive" : "close");
    out.write(head(status, headers).getBytes(StandardCharsets.UTF_8));
    OutputStream stream =
        bodiless || length >= 0
            ? new FixedLengthOutputStream(out, bodiless ? 0 : length)
            : new ChunkedOutputStream(out);
    answer = stream;
    return stream;
  }

  /** Sends a whole answer; HEAD gets its head only. */
  public void respond(int status, HttpHeaders headers, byte[] content) throws IOException {
    try (OutputStream stream = respond(status, headers, content.length)) {
      if (!request.method().equals("HEAD")) {
        stream.write(content);
      }
    }
  }

  /** Resets the connection instead of answering, as an endpoint does that is not there. */
  public void reset() throws IOException {
    socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    socket.close();
  }

  /** Whether the head of an answer has gone out. */
  public boolean isAnswered() {
    return answer != null;
  }

  /** Whether the connection can serve the next request. */
  boolean finish() throws IOException {
    if (socket.isClosed()) {
      return false;
    }
    if (answer == null) {
      respond(500, new HttpHeaders(), new byte[0]);
    }
    out.flush();
    boolean complete = !(answer instanceof FixedLengthOutputStream fixed) || fixed.isComplete();
    return keepAlive && complete;
  }

  private static String head(int status, HttpHeaders headers) {
    StringBuilder head = new StringBuilder(512);
    head.append("HTTP/1.1 ").append(status).append(' ').append(ReasonPhrase.of(status));
    head.append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("\r\n").toString();
  }
}
