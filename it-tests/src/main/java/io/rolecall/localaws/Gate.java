package io.rolecall.localaws;

import io.rolecall.localaws.http.HttpExchange;
import io.rolecall.localaws.http.HttpHandler;
import io.rolecall.localaws.http.HttpHeaders;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** The one endpoint of both services. Thread-safe. */
final class Gate implements HttpHandler {
  private static final String WELL_KNOWN = "/.well-known/";

  private final S3Service s3;
  private final StsService sts;
  private final TokenIssuer tokens;
  private final AccessLog log;
  private final Clock clock;

  Gate(S3Service s3, StsService sts, TokenIssuer tokens, AccessLog log, Clock clock) {
    this.s3 = s3;
    this.sts = sts;
    this.tokens = tokens;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String path = exchange.request().rawPath();
    // No bucket's name starts with a dot.
    if (path.startsWith(WELL_KNOWN)) {
      publish(exchange, path.substring(WELL_KNOWN.length()));
      return;
    }
    Transaction transaction = new Transaction(exchange, log, clock);
    if (StsService.accepts(exchange.request())) {
      sts.handle(transaction);
    } else {
      s3.handle(transaction);
    }
  }

  /** What whoever trusts the tokens of GetWebIdentityToken verifies them by. */
  private void publish(HttpExchange exchange, String document) throws IOException {
    String host = exchange.request().headers().first("Host", "");
    String json =
        switch (document) {
          case "openid-configuration" ->
              tokens.discovery(URI.create("http://" + host + WELL_KNOWN + "jwks.json"));
          case "jwks.json" -> tokens.jwks();
          default -> "";
        };
    HttpHeaders headers = new HttpHeaders().set("Content-Type", "application/json");
    exchange.respond(json.isEmpty() ? 404 : 200, headers, json.getBytes(StandardCharsets.UTF_8));
  }
}
