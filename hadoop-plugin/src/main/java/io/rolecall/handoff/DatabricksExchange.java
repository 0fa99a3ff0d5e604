package io.rolecall.handoff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolecall.text.OneLine;
import io.rolecall.text.Sent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Exchanges a web identity token for an OAuth token of a Databricks workspace (RFC 8693).
 *
 * @see <a href="https://docs.databricks.com/aws/en/dev-tools/auth/oauth-federation-exchange">OAuth
 *     token federation</a>
 */
public final class DatabricksExchange {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** More bytes than any token of Databricks' has. */
  private static final int LONGEST_ANSWER = 1 << 20;

  private static final int LONGEST_SAID = 1024;

  private final URI endpoint;
  private final Optional<String> clientId;
  private final Clock clock;

  /**
   * An exchange.
   *
   * @param workspace the workspace's URL; https, but for a loopback address
   * @param clientId the service principal whose federation policy is meant; empty for the account's
   * @param clock this process's clock
   * @throws IllegalArgumentException if the workspace is not such a URL
   */
  public DatabricksExchange(URI workspace, Optional<String> clientId, Clock clock) {
    String host = workspace.getHost();
    boolean loopback = "127.0.0.1".equals(host) || "localhost".equals(host);
    if (host == null
        || workspace.getUserInfo() != null
        || !("https".equals(workspace.getScheme())
            || (loopback && "http".equals(workspace.getScheme())))) {
      throw new IllegalArgumentException(
          "'" + workspace + "' is not a workspace: expected https://<workspace host>");
    }
    this.endpoint = workspace.resolve("/oidc/v1/token");
    this.clientId = clientId;
    this.clock = clock;
  }

  /**
   * Exchanges a token.
   *
   * @param token the web identity token
   * @return the OAuth token
   * @throws HandOverException if Databricks refuses it
   * @throws InterruptedException if the thread is interrupted
   */
  public SecretToken exchange(SecretToken token) throws HandOverException, InterruptedException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    form.put("subject_token", token.value());
    form.put("subject_token_type", "urn:ietf:params:oauth:token-type:jwt");
    form.put("scope", "all-apis");
    clientId.ifPresent(id -> form.put("client_id", id));
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encoded(form)))
            .build();
    try {
      // Redirects are not followed: they could carry the token elsewhere.
      HttpResponse<InputStream> response =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(PATIENCE)
              .build()
              .send(request, BodyHandlers.ofInputStream());
      return answer(response.statusCode(), read(response), token);
    } catch (IOException e) {
      throw new HandOverException(
          "Databricks cannot be reached at " + endpoint + ": " + said("" + e, token),
          new Sent(token.value()).shown(e, LONGEST_SAID));
    }
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static byte[] read(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      return body.readNBytes(LONGEST_ANSWER);
    }
  }

  private SecretToken answer(int status, byte[] body, SecretToken token)
      throws IOException, HandOverException {
    JsonNode json;
    try {
      json = new JsonMapper().readTree(body);
    } catch (JsonProcessingException e) {
      throw new HandOverException(
          endpoint
              + " answers with status "
              + status
              + " and no JSON: is this the"
              + " workspace's URL?",
          null);
    }
    if (status != 200 || !json.path("access_token").isTextual()) {
      throw new HandOverException(
          "Databricks refuses the token at "
              + endpoint
              + ": "
              + said(json.path("error").asText("status " + status), token)
              + ": "
              + said(json.path("error_description").asText("no reason"), token)
              + ". Compare issuer, audience and subject with the federation policy of "
              + clientId.map(id -> "service principal " + id).orElse("the account (no client id)"),
          null);
    }
    return new SecretToken(
        json.path("access_token").asText(),
        clock.instant().plusSeconds(json.path("expires_in").asLong(0)));
  }

  private static String said(String text, SecretToken token) {
    return new Sent(token.value()).hiddenIn(OneLine.of(text, LONGEST_SAID));
  }
}
