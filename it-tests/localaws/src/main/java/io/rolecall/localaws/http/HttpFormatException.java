package io.rolecall.localaws.http;

import java.io.IOException;

/** What came over the wire is not HTTP/1.1. */
public final class HttpFormatException extends IOException {
  private static final long serialVersionUID = 1;

  HttpFormatException(String message) {
    super(message);
  }
}
