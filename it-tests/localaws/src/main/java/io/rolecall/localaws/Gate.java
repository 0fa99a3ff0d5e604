package io.rolecall.localaws;

import io.rolecall.localaws.http.HttpExchange;
import io.rolecall.localaws.http.HttpHandler;
import io.rolecall.localaws.http.HttpHeaders;
import io.rolecall.localaws.http.HttpRequest;
import io.rolecall.localaws.log.AccessLog;
import io.rolecall.localaws.oidc.TokenIssuer;
import io.rolecall.localaws.s3.S3Request;
import io.rolecall.localaws.s3.S3Service;
import io.rolecall.localaws.service.Transaction;
import io.rolecall.localaws.sts.StsService;
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
    if (isForSts(exchange.request())) {
      sts.handle(transaction);
    } else {
      s3.handle(transaction);
    }
  }

  /** Whether a request is STS's: S3 has no POST on the root, and no parameter of that name. */
  private static boolean isForSts(HttpRequest request) {
    return request.rawPath().equals("/")
        && S3Request.of(request).bucket().isEmpty()
        && (request.method().equals("POST") || request.rawQuery().contains("Action="));
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
