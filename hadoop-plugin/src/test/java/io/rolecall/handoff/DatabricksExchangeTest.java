package io.rolecall.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told of a workspace's answers; {@code ITestDatabricksToken} has whole exchanges. */
@Timeout(60)
class DatabricksExchangeTest {

  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
  private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.do-not-show-4711.c2lnbmF0dXJl";

  private HttpServer server;
  private volatile int status = 400;
  private volatile String answer = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String workspace() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private SecretToken exchange() throws HandOverException, InterruptedException {
    return new DatabricksExchange(
            URI.create(workspace()), Optional.empty(), Clock.fixed(NOW, ZoneOffset.UTC))
        .exchange(new SecretToken(TOKEN, NOW));
  }

  @Test
  void readsAToken() throws Exception {
    status = 200;
    answer = "{\"access_token\": \"dapi-1\", \"expires_in\": 60}";
    assertThat(exchange()).isEqualTo(new SecretToken("dapi-1", NOW.plusSeconds(60)));
  }

  @Test
  void anErrorThatRepeatsTheTokenDoesNotShowIt() {
    answer =
        """
        {"error": "bad %s", "error_description": "no\\nERROR forged %s"}
        """
            .formatted(TOKEN, TOKEN.substring(5));
    assertThatThrownBy(this::exchange)
        .isInstanceOf(HandOverException.class)
        .hasMessage(
            "Databricks refuses the token at "
                + workspace()
                + "/oidc/v1/token: bad ...: no ERROR forged .... Compare issuer, audience and subject"
                + " with the federation policy of the account (no client id)")
        .hasNoCause();
  }

  @Test
  void ofALongAnswerNoMoreIsReadThanATokenMayBe() {
    status = 200;
    answer = "{\"access_token\": \"" + "x".repeat(2 << 20) + "\"}";
    assertThatThrownBy(this::exchange)
        .isInstanceOf(HandOverException.class)
        .hasMessage(
            workspace()
                + "/oidc/v1/token answers with status 200 and no JSON: is this the workspace's URL?");
  }
}
