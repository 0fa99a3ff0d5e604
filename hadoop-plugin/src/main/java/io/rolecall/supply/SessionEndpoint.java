package io.rolecall.supply;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rolecall.handoff.ContainerAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A server on the loopback interface that gives sessions to whoever has its token: other users of
 * the machine reach the port, and so does a page in a browser, by a name that resolves to this
 * machine.
 */
final class SessionEndpoint implements AutoCloseable {

  /** Clients know this address alone besides {@code localhost}, which may be another one. */
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private static final String CONNECTIONS = "jdk.httpserver.maxConnections";
  private static final String MOST_CONNECTIONS = "256";

  private static final int TOKEN_BYTES = 32;

  /** How long a request may be on its way, in milliseconds. */
  private static final long LONGEST = 2000;

  private final HttpServer server;
  private final RequestThreads threads;
  private final String host;
  private final String token;
  private final Map<String, Source> sources;

  private SessionEndpoint(
      HttpServer server, RequestThreads threads, String token, Map<String, Source> sources) {
    this.server = server;
    this.threads = threads;
    this.host = "127.0.0.1:" + server.getAddress().getPort();
    this.token = token;
    this.sources = new TreeMap<>(sources);
  }

  /** What is told under one path. Thread-safe. */
  interface Source {

    /** What is to be told now; may wait, bounded. */
    Answer answer();
  }

  /**
   * An answer.
   *
   * @param status HTTP's status
   * @param body the text; that of 200 is a secret
   */
  record Answer(int status, String body) {

    /** The status alone. */
    @Override
    public String toString() {
      return "answer " + status;
    }
  }

  /**
   * Opens it, on a free port.
   *
   * @param sources what is told, by the path under which it is asked for
   * @throws IOException if that cannot be done; says why
   */
  static SessionEndpoint open(Map<String, Source> sources) throws IOException {
    // Nor may others take all the files that this process may open. Java has no limit of a server.
    System.setProperty(CONNECTIONS, System.getProperty(CONNECTIONS, MOST_CONNECTIONS));
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), 0);
    } catch (IOException e) {
      throw new IOException(
          "no port of 127.0.0.1 can be opened for sessions: " + e.getMessage(), e);
    }
    RequestThreads threads = new RequestThreads(LONGEST);
    SessionEndpoint endpoint =
        new SessionEndpoint(server, threads, HexFormat.of().formatHex(random), sources);
    server.setExecutor(threads);
    server.createContext("/", endpoint::handle);
    server.start();
    return endpoint;
  }

  /** Where clients ask for what is told under a path. */
  URI uri(String path) {
    return URI.create("http://" + host + path);
  }

  /** What clients say in the header Authorization; a secret. */
  String token() {
    return token;
  }

  private void handle(HttpExchange exchange) throws IOException {
    threads.arrived();
    try (exchange) {
      Headers headers = exchange.getRequestHeaders();
      @Nullable Source source = sources.get(exchange.getRequestURI().getRawPath());
      if (!List.of(host).equals(headers.get("Host"))) {
        answer(exchange, 403, ContainerAnswer.failure("Refused", "ask " + host + " by this name"));
      } else if (!isKnown(headers.get("Authorization"))) {
        answer(
            exchange,
            401,
            ContainerAnswer.failure(
                "Refused",
                "the header Authorization is not what AWS_CONTAINER_AUTHORIZATION_TOKEN says"));
      } else if (source == null) {
        answer(
            exchange,
            404,
            ContainerAnswer.failure(
                "NotFound", "there is only " + String.join(", ", sources.keySet())));
      } else if (!exchange.getRequestMethod().equals("GET")) {
        answer(exchange, 405, ContainerAnswer.failure("NotAllowed", "only GET is answered"));
      } else {
        Answer answer = source.answer();
        answer(exchange, answer.status(), answer.body());
      }
    }
  }

  /** In the same time, however much of it is right. */
  private boolean isKnown(@Nullable List<String> said) {
    return said != null
        && said.size() == 1
        && MessageDigest.isEqual(
            requireNonNull(said.get(0)).getBytes(StandardCharsets.UTF_8),
            token.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    if (status != 200) {
      exchange.getResponseHeaders().set("Connection", "close");
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  /** Where it is; not its token. */
  @Override
  public String toString() {
    return "http://" + host;
  }
}
