package io.rolecall.supply;

import static io.rolecall.testing.FakeClock.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.testing.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SessionEndpointTest {

  private KeptSession.@Nullable Passed passed =
      KeptSession.Passed.of(Samples.session(1, START.plusSeconds(3600)), START, START, 0);

  private SessionEndpoint endpoint = open();

  @BeforeEach
  void reset() {
    assertThat(endpoint.token()).matches("[0-9a-f]{64}");
  }

  @AfterEach
  void close() {
    endpoint.close();
  }

  private SessionEndpoint open() {
    try {
      return SessionEndpoint.open(
          Map.of("/credentials", () -> SuppliedSessions.answer(Optional.ofNullable(passed))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String host() {
    return "127.0.0.1:" + endpoint.uri("/credentials").getPort();
  }

  /** The status line and the body. */
  private String ask(String start, String... headers) throws IOException {
    List<String> lines = new ArrayList<>(List.of(start));
    lines.addAll(List.of(headers));
    lines.add("Connection: close");
    try (Socket socket =
        new Socket(InetAddress.getByName("127.0.0.1"), endpoint.uri("/credentials").getPort())) {
      socket
          .getOutputStream()
          .write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return answer.lines().findFirst().orElse("")
          + " "
          + answer.substring(Math.max(0, answer.indexOf("\r\n\r\n"))).strip();
    }
  }

  private String known() {
    return "Authorization: " + endpoint.token();
  }

  @Test
  void givesTheSessionToWhoeverHasTheToken() throws IOException {
    assertThat(endpoint.uri("/credentials").getHost()).isEqualTo("127.0.0.1");
    assertThat(ask("GET /credentials HTTP/1.1", "Host: " + host(), known()))
        .isEqualTo(
            "HTTP/1.1 200 OK {\"AccessKeyId\":\"key-1\",\"SecretAccessKey\":\"secret-1\","
                + "\"Token\":\"token-1\",\"Expiration\":\"2026-01-01T00:55:00Z\"}");
    assertThat(endpoint.toString()).doesNotContain(endpoint.token());
  }

  @Test
  void saysWhereThereIsNone() throws IOException {
    passed = null;
    assertThat(ask("GET /credentials HTTP/1.1", "Host: " + host(), known()))
        .isEqualTo(
            "HTTP/1.1 503 Service Unavailable {\"code\":\"NoSession\",\"message\":\"there is no"
                + " session that serves; rolecall run says why\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Authorization: ", "Authorization: x", "Authorization: Bearer TOKEN"})
  void whoeverHasNoTokenLearnsNothing(String header) throws IOException {
    String said = header.replace("TOKEN", endpoint.token());
    for (String start : List.of("GET /credentials HTTP/1.1", "POST /other HTTP/1.1")) {
      String answer =
          said.isEmpty() ? ask(start, "Host: " + host()) : ask(start, "Host: " + host(), said);
      assertThat(answer)
          .isEqualTo(
              "HTTP/1.1 401 Unauthorized {\"code\":\"Refused\",\"message\":\"the header Authorization"
                  + " is not what AWS_CONTAINER_AUTHORIZATION_TOKEN says\"}");
    }
  }

  @Test
  void aTokenIsSaidOnce() throws IOException {
    assertThat(ask("GET /credentials HTTP/1.1", "Host: " + host(), known(), known()))
        .startsWith("HTTP/1.1 401 ");
  }

  /** A name that its owner lets resolve to this machine. */
  @ParameterizedTest
  @ValueSource(strings = {"evil.example:PORT", "localhost:PORT", "127.0.0.1", "127.0.0.1:1", ""})
  void aPageOfAnotherNameIsRefused(String name) throws IOException {
    String said = name.replace("PORT", "" + endpoint.uri("/credentials").getPort());
    assertThat(ask("GET /credentials HTTP/1.1", "Host: " + said, known()))
        .isEqualTo(
            "HTTP/1.1 403 Forbidden {\"code\":\"Refused\",\"message\":\"ask "
                + host()
                + " by this name\"}");
  }

  @Test
  void thereIsNothingElse() throws IOException {
    assertThat(ask("GET /credentials/x HTTP/1.1", "Host: " + host(), known()))
        .startsWith("HTTP/1.1 404 ")
        .endsWith("{\"code\":\"NotFound\",\"message\":\"there is only /credentials\"}");
    assertThat(ask("PUT /credentials HTTP/1.1", "Host: " + host(), "Content-Length: 0", known()))
        .startsWith("HTTP/1.1 405 ")
        .endsWith("{\"code\":\"NotAllowed\",\"message\":\"only GET is answered\"}");
  }

  /** More than there are threads: each is given up after a while. */
  @Test
  void whoeverSaysLittleStopsNobody() throws IOException {
    List<Socket> silent = new ArrayList<>();
    try {
      for (int each = 0; each < 100; each++) {
        Socket socket =
            new Socket(InetAddress.getByName("127.0.0.1"), endpoint.uri("/credentials").getPort());
        silent.add(socket);
        socket.getOutputStream().write("GET /cred".getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
      }
      assertThat(ask("GET /credentials HTTP/1.1", "Host: " + host(), known()))
          .startsWith("HTTP/1.1 200 ");
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void eachHasATokenOfItsOwn() {
    try (SessionEndpoint other = open()) {
      assertThat(other.token()).isNotEqualTo(endpoint.token());
    }
  }
}
