package io.rolecall.supply.loopback;

import static io.rolecall.testing.FakeClock.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.supply.loopback.PassingConnections.Limits;
import io.rolecall.supply.run.SuppliedSessions;
import io.rolecall.supply.sessions.KeptSession;
import io.rolecall.testing.Concurrently;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** As many of another user's connections as a process may have, and more than are kept. */
  @ParameterizedTest
  @CsvSource({"300, ''", "1000, ''", "300, 'GET /cred'", "300, 'GET /credentials HTTP/1.1\r\n'"})
  void whoeverSaysNothingOrLittleStopsNobody(int others, String said) throws IOException {
    List<Socket> silent = new ArrayList<>();
    try {
      for (int each = 0; each < others; each++) {
        silent.add(connect(said));
      }
      assertThat(ask("GET /credentials HTTP/1.1", "Host: " + host(), known()))
          .startsWith("HTTP/1.1 200 ");
      // Nor those who came first and go on slowly.
      silent.get(others - 1).getOutputStream().write('X');
      assertThat(ask("GET /credentials HTTP/1.1", "Host: " + host(), known()))
          .startsWith("HTTP/1.1 200 ");
      // The oldest has given way.
      assertThat(isClosed(silent.get(0))).isTrue();
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  private static SessionEndpoint open(Map<String, JoinedAnswers.Source> sources, Limits limits)
      throws IOException {
    return SessionEndpoint.open(sources, limits);
  }

  private Socket connect(String said) throws IOException {
    return connect(endpoint, said);
  }

  private static Socket connect(SessionEndpoint to, String said) throws IOException {
    Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), to.uri("/").getPort());
    socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return socket;
  }

  /** Waits for it. */
  private static boolean isClosed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException e) {
      return true; // With what it had sent unread.
    }
  }

  @Test
  void whoeverSaysLittleForTooLongIsGivenUp() throws IOException {
    try (SessionEndpoint hasty = open(Map.of(), new Limits(256, Duration.ofMillis(50)))) {
      for (String said : List.of("", "GET /cred")) {
        try (Socket socket = connect(hasty, said)) {
          assertThat(isClosed(socket)).isTrue();
        }
      }
    }
  }

  /** Whoever has his answer is no longer waited for, though he does not end it. */
  @Test
  void whoeverHasHisAnswerGivesWayToo() throws IOException {
    List<Socket> refused = new ArrayList<>();
    try {
      for (int each = 0; each < 300; each++) {
        refused.add(connect("GET /credentials HTTP/1.1\r\nHost: " + host() + "\r\n\r\n"));
      }
      assertThat(ask("GET /credentials HTTP/1.1", "Host: " + host(), known()))
          .startsWith("HTTP/1.1 200 ");
    } finally {
      for (Socket socket : refused) {
        socket.close();
      }
    }
  }

  @Test
  void aRequestMayComeInPieces() throws IOException {
    try (Socket socket = connect("")) {
      String request =
          "GET /credentials?x=y HTTP/1.0\r\nHOST:" + host() + " \r\n" + known() + "\r\n\r\n";
      for (byte each : request.getBytes(StandardCharsets.ISO_8859_1)) {
        socket.getOutputStream().write(each);
      }
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 200 OK\r\nRolecall-Server: " + endpoint.proof() + "\r\n")
          .endsWith("\"Expiration\":\"2026-01-01T00:55:00Z\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET",
        "GET /credentials",
        "GET /credentials HTTP/2.0",
        "GET  /credentials HTTP/1.1",
        "get /credentials HTTP/1.1",
        "GET http://127.0.0.1/credentials HTTP/1.1",
        "GET /credentials HTTP/1.1\r\nno field",
        "GET /credentials HTTP/1.1\r\nHost : x",
        "GET /credentials HTTP/1.1\r\n: x",
        "GET /credentials HTTP/1.1\r\nHost: x\r\n y",
        "GET /credentials HTTP/1.1\r\nHost: x\ny: z",
        "LONG"
      })
  void whatIsNoRequestIsRefused(String text) throws IOException {
    String said = text.equals("LONG") ? "GET /" + "x".repeat(9000) + " HTTP/1.1" : text;
    assertThat(ask(said))
        .isEqualTo(
            "HTTP/1.1 400 Bad Request {\"code\":\"Refused\",\"message\":\"this is no request of"
                + " HTTP/1.1\"}");
  }

  @Test
  void onlyWhoeverHasTheTokenIsShownTheProof() throws IOException {
    assertThat(endpoint.proof()).matches("[0-9a-f]{64}").isNotEqualTo(endpoint.token());
    for (String said : List.of("X: y", "Authorization: x")) {
      try (Socket socket =
          connect("GET /credentials HTTP/1.1\r\nHost: " + host() + "\r\n" + said + "\r\n\r\n")) {
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
            .startsWith("HTTP/1.1 401 ")
            .doesNotContain("Rolecall-Server", endpoint.proof());
      }
    }
  }

  /** Those who wait hold one thread, no place of others, and are not displaced by strangers. */
  @Test
  void oneThatHangsDelaysNoOther() throws Exception {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    Map<String, JoinedAnswers.Source> sources =
        Map.of(
            "/hangs",
            () -> {
              asked.countDown();
              Concurrently.await(hangs);
              return new HttpAnswer(200, "late");
            },
            "/other",
            () -> new HttpAnswer(200, "at once"));
    List<Socket> waiting = new ArrayList<>();
    List<Socket> silent = new ArrayList<>();
    try (SessionEndpoint several = open(sources, new Limits(10, Duration.ofSeconds(60)))) {
      for (int each = 0; each < 200; each++) {
        waiting.add(connect(several, request(several, "/hangs")));
      }
      asked.await();
      for (int each = 0; each < 20; each++) {
        silent.add(connect(several, ""));
      }
      try (Socket other = connect(several, request(several, "/other"))) {
        assertThat(read(other)).endsWith("at once");
      }
      assertThat(
              Thread.getAllStackTraces().keySet().stream()
                  .filter(thread -> thread.getName().equals("rolecall-answers")))
          .hasSizeLessThanOrEqualTo(2);
      hangs.countDown();
      for (Socket socket : waiting) {
        assertThat(read(socket)).endsWith("late");
      }
    } finally {
      hangs.countDown();
      for (Socket socket : waiting) {
        socket.close();
      }
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  private static String request(SessionEndpoint of, String path) {
    URI uri = of.uri(path);
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: "
        + uri.getAuthority()
        + "\r\nAuthorization: "
        + of.token()
        + "\r\n\r\n";
  }

  private static String read(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void whoeverWaitsIsToldNothingWhenItEnds() throws IOException {
    CountDownLatch hangs = new CountDownLatch(1);
    SessionEndpoint ends =
        open(
            Map.of(
                "/hangs",
                () -> {
                  Concurrently.await(hangs);
                  return new HttpAnswer(200, "late");
                }),
            new Limits(10, Duration.ofSeconds(60)));
    try (Socket socket = connect(ends, request(ends, "/hangs"))) {
      ends.close();
      assertThat(isClosed(socket)).isTrue();
      assertThatThrownBy(() -> connect(ends, "")).isInstanceOf(ConnectException.class);
    } finally {
      hangs.countDown();
    }
  }

  @Test
  void eachHasATokenOfItsOwn() {
    try (SessionEndpoint other = open()) {
      assertThat(other.token()).isNotEqualTo(endpoint.token());
    }
  }
}
