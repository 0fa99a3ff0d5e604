package io.rolecall.localaws.http;

import java.net.InetSocketAddress;

/**
 * The head of a request, as it came over the wire.
 *
 * @param method in upper case
 * @param rawPath the path, still percent-encoded; starts with {@code /}
 * @param rawQuery what follows the question mark, still encoded; empty without one
 * @param headers the fields
 * @param remote the client's end of the connection
 */
public record HttpRequest(
    String method, String rawPath, String rawQuery, HttpHeaders headers, InetSocketAddress remote) {

  /** Whether the client waits for an interim answer before it sends the body. */
  public boolean expectsContinue() {
    return headers.lists("Expect", "100-continue");
  }

  boolean hasBody() {
    return isChunked() || contentLength() > 0;
  }

  boolean isChunked() {
    return headers.lists("Transfer-Encoding", "chunked");
  }

  /** Bytes, 0 where the client declares none. */
  long contentLength() {
    return Long.parseLong(headers.first("Content-Length", "0"));
  }

  /** The query is left out: presigned URLs carry secrets there. */
  @Override
  public String toString() {
    return method + ' ' + rawPath;
  }
}
