package io.rolecall.localaws.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the head of a request. */
final class RequestParser {
  private static final int MAX_FIELDS = 200;

  private RequestParser() {}

  /** The next request, or null when the client has closed the connection. */
  static @Nullable HttpRequest parse(InputStream in, InetSocketAddress remote) throws IOException {
    String start = LineInput.read(in);
    if (start == null) {
      return null;
    }
    String[] parts = start.split(" ");
    if (parts.length != 3 || !parts[2].equals("HTTP/1.1")) {
      throw new HttpFormatException("not an HTTP/1.1 request line");
    }
    String target = originForm(parts[1]);
    int question = target.indexOf('?');
    return new HttpRequest(
        parts[0].toUpperCase(Locale.ROOT),
        question < 0 ? target : target.substring(0, question),
        question < 0 ? "" : target.substring(question + 1),
        fields(in),
        remote);
  }

  /** A client that takes us for a proxy sends the whole URL. */
  private static String originForm(String target) throws HttpFormatException {
    if (target.startsWith("/")) {
      return target;
    }
    int authority = target.indexOf("://");
    if (authority < 0) {
      throw new HttpFormatException("the request target is neither a path nor a URL");
    }
    int path = target.indexOf('/', authority + 3);
    return path < 0 ? "/" : target.substring(path);
  }

  private static HttpHeaders fields(InputStream in) throws IOException {
    HttpHeaders headers = new HttpHeaders();
    for (int i = 0; i <= MAX_FIELDS; i++) {
      String line = LineInput.read(in);
      if (line == null) {
        throw new HttpFormatException("the stream ended inside the header fields");
      }
      if (line.isEmpty()) {
        if (!headers.first("Content-Length", "0").matches("\\d{1,18}")) {
          throw new HttpFormatException("the Content-Length is not a number");
        }
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new HttpFormatException("a header field has no name");
      }
      headers.add(line.substring(0, colon), line.substring(colon + 1).trim());
    }
    throw new HttpFormatException("more than " + MAX_FIELDS + " header fields");
  }
}
