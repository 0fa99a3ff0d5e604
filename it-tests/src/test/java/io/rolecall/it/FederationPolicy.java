package io.rolecall.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rolecall.localaws.oidc.JsonWebTokens;
import io.rolecall.localaws.oidc.JsonWebTokens.Claims;
import io.rolecall.localaws.oidc.JsonWebTokens.InvalidTokenException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The token endpoint of a Databricks workspace with one federation policy: exchanges a token that
 * is signed by the issuer's published keys, for the policy's audience and subject, and not over.
 */
final class FederationPolicy implements AutoCloseable {

  static final String ACCESS_TOKEN = "dapi-the-oauth-token";

  private final HttpServer server;
  private final JsonWebTokens tokens;
  private final String audience;
  private final String subject;
  private final String clientId;

  FederationPolicy(
      String issuer, String jwks, Clock clock, String audience, String subject, String clientId)
      throws IOException {
    this.tokens = new JsonWebTokens(issuer, jwks, clock);
    this.audience = audience;
    this.subject = subject;
    this.clientId = clientId;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/oidc/v1/token", this::handle);
    server.createContext("/oidc/.well-known/oauth-authorization-server", this::discover);
    server.start();
  }

  URI host() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void discover(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        200,
        "{\"authorization_endpoint\":\"%1$s/oidc/v1/authorize\",\"token_endpoint\":\"%1$s/oidc/v1/token\"}"
            .formatted(host()));
  }

  private void handle(HttpExchange exchange) throws IOException {
    Map<String, String> form = new HashMap<>();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    for (String field : body.split("&")) {
      String[] parts = field.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    Optional<String> refusal = refusal(form);
    String answer =
        refusal
            .map(reason -> "{\"error\":\"invalid_grant\",\"error_description\":\"" + reason + "\"}")
            .orElse(
                "{\"access_token\":\""
                    + ACCESS_TOKEN
                    + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
    answer(exchange, refusal.isPresent() ? 400 : 200, answer);
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Optional<String> refusal(Map<String, String> form) {
    if (!"urn:ietf:params:oauth:grant-type:token-exchange".equals(form.get("grant_type"))
        || !"urn:ietf:params:oauth:token-type:jwt".equals(form.get("subject_token_type"))
        || !"all-apis".equals(form.get("scope"))) {
      return Optional.of("not a token exchange");
    }
    if (!clientId.equals(form.get("client_id"))) {
      return Optional.of("no such service principal");
    }
    Claims claims;
    try {
      claims = tokens.verify(form.getOrDefault("subject_token", ""));
    } catch (InvalidTokenException e) {
      return Optional.of(e.reason() + " " + e.getMessage());
    }
    if (!claims.audiences().contains(audience)) {
      return Optional.of("audience " + claims.audiences());
    }
    return claims.subject().equals(subject)
        ? Optional.empty()
        : Optional.of("subject " + claims.subject());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
