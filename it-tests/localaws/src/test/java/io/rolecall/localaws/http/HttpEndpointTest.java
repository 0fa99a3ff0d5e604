package io.rolecall.localaws.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP/1.1 as it goes over the wire. */
final class HttpEndpointTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);

  private HttpEndpoint endpoint;
  private HttpHandler handler = HttpEndpointTest::echo;

  @BeforeEach
  void start() throws IOException {
    endpoint = HttpEndpoint.start(0, exchange -> handler.handle(exchange), CLOCK);
  }

  @AfterEach
  void stop() throws IOException {
    endpoint.close();
  }

  @Test
  void answersWithItsOwnClock() throws IOException {
    assertThat(talk("GET /a%20b?x=1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
        .hasLineCount(6)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("\r\nConnection: close\r\n")
        .contains("\r\nContent-Length: 14\r\n")
        .contains("\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n")
        .endsWith("\r\n\r\nGET /a%20b x=1");
  }

  @Test
  void listensOnTheLoopbackAddressUnlessToldOtherwise() throws IOException {
    assertThat(endpoint.address().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
    InetSocketAddress other = new InetSocketAddress("127.0.0.2", 0);
    try (HttpEndpoint told =
        HttpEndpoint.start(other, exchange -> handler.handle(exchange), CLOCK)) {
      assertThat(told.address().getAddress()).isEqualTo(other.getAddress());
    }
  }

  @Test
  void servesManyRequestsOnOneConnection() throws IOException {
    String answers =
        talk(
            "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\none"
                + "GET /2 HTTP/1.1\r\nHost: h\r\n\r\n"
                + "GET /3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    assertThat(answers).contains("POST /1 one").contains("GET /2 ").endsWith("GET /3 ");
    assertThat(answers).contains("Connection: keep-alive");
  }

  @Test
  void readsChunkedBody() throws IOException {
    assertThat(
            talk(
                "PUT / HTTP/1.1\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .concat("5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: x\r\n\r\n")))
        .endsWith("PUT / hello world");
  }

  @Test
  void writesChunkedBodyOfUnknownLength() throws IOException {
    handler =
        exchange -> {
          try (OutputStream out = exchange.respond(200, new HttpHeaders(), -1)) {
            out.write("hello".getBytes(StandardCharsets.UTF_8));
          }
        };
    assertThat(talk("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
        .contains("Transfer-Encoding: chunked")
        .endsWith("\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
  }

  @Test
  void answersHeadWithoutBodyAndKeepsItsLength() throws IOException {
    handler =
        exchange ->
            exchange.respond(200, new HttpHeaders().set("Content-Length", "42"), new byte[0]);
    assertThat(talk("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
        .contains("Content-Length: 42")
        .endsWith("\r\n\r\n");
  }

  @Test
  void keepsSlashesAtTheStartOfAPath() throws IOException {
    assertThat(talk("GET //key HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
        .endsWith("GET //key ");
  }

  @Test
  void takesWholeUrls() throws IOException {
    assertThat(talk("GET http://h:1/key?q HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
        .endsWith("GET /key q");
  }

  @Test
  void letsWaitingClientSendWhenTheBodyIsRead() throws IOException {
    try (Socket socket = connect()) {
      send(
          socket, "PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(new String(socket.getInputStream().readNBytes(25), StandardCharsets.UTF_8))
          .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      send(socket, "hiGET /next HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("PUT / hi")
          .endsWith("GET /next ");
    }
  }

  @Test
  void refusesWaitingClientWithoutItsBody() throws IOException {
    handler = exchange -> exchange.respond(403, new HttpHeaders(), new byte[0]);
    assertThat(
            talk("PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"))
        .startsWith("HTTP/1.1 403 Forbidden\r\n")
        .contains("Connection: close");
  }

  @Test
  void readsRestOfBodyThatTheHandlerLeft() throws IOException {
    handler = exchange -> exchange.respond(200, new HttpHeaders(), new byte[0]);
    String big = "x".repeat(300_000);
    String answers =
        talk(
            "PUT /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\n\r\n"
                + big
                + "GET /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(3);
  }

  @Test
  void answersForHandlerThatDoesNot() throws IOException {
    handler = exchange -> {};
    assertThat(talk("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 500 ");
  }

  @Test
  void closesAfterShortAnswer() throws IOException {
    handler =
        exchange -> {
          try (OutputStream out = exchange.respond(200, new HttpHeaders(), 10)) {
            out.write('x');
          }
        };
    assertThat(talk("GET / HTTP/1.1\r\nHost: h\r\n\r\n")).endsWith("\r\n\r\nx");
  }

  @Test
  void resetsConnectionOnDemand() {
    handler = HttpExchange::reset;
    assertThatThrownBy(() -> talk("GET / HTTP/1.1\r\nHost: h\r\n\r\n"))
        .isInstanceOf(SocketException.class);
  }

  @Test
  void dropsWhatIsNotHttp() throws IOException {
    AtomicBoolean called = new AtomicBoolean();
    handler = exchange -> called.set(true);
    assertThat(talk("hello\r\n\r\n")).isEmpty();
    assertThat(talk("GET / HTTP/1.1\r\n: no name\r\n\r\n")).isEmpty();
    assertThat(called).isFalse();
  }

  @Test
  void dropsConnectionsOnClose() throws IOException {
    try (Socket idle = connect()) {
      send(idle, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(idle.getInputStream().read()).isEqualTo('H');
      endpoint.close();
      assertThat(new String(idle.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .endsWith("GET / ");
    }
    assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
  }

  private static void echo(HttpExchange exchange) throws IOException {
    HttpRequest request = exchange.request();
    String body = new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8);
    String text = request.method() + ' ' + request.rawPath() + ' ' + request.rawQuery() + body;
    exchange.respond(200, new HttpHeaders(), text.getBytes(StandardCharsets.UTF_8));
  }

  private String talk(String requests) throws IOException {
    try (Socket socket = connect()) {
      send(socket, requests);
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Socket connect() throws IOException {
    return new Socket(endpoint.address().getAddress(), endpoint.address().getPort());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }
}
