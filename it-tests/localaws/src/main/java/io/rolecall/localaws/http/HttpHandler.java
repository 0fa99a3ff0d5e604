package io.rolecall.localaws.http;

import java.io.IOException;

/** Answers requests; called by many threads at once. */
@FunctionalInterface
public interface HttpHandler {
  /** Answers this request, once, on the calling thread. */
  void handle(HttpExchange exchange) throws IOException;
}
