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
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A server on the loopback interface that answers AWS's protocol for the credentials of containers
 * to whoever has its token: other users of the machine reach the port, and so does a page in a
 * browser, by a name that resolves to this machine. It answers from memory alone, so that nobody
 * has STS asked by asking here.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html">the
 *     protocol</a>
 */
final class SessionEndpoint implements AutoCloseable {

  static final String PATH = "/credentials";

  /** Clients know this address alone besides {@code localhost}, which may be another one. */
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private static final String CONNECTIONS = "jdk.httpserver.maxConnections";
  private static final String MOST_CONNECTIONS = "256";

  private static final int THREADS = 64;
  private static final int WAITING = 256;
  private static final int TOKEN_BYTES = 32;

  /** How long a request, or an answer, may be on its way, in seconds. */
  private static final String LONGEST = "2";

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final String host;
  private final String token;
  private final Supplier<Optional<KeptSession.Passed>> session;

  private SessionEndpoint(
      HttpServer server,
      ThreadPoolExecutor threads,
      String token,
      Supplier<Optional<KeptSession.Passed>> session) {
    this.server = server;
    this.threads = threads;
    this.host = "127.0.0.1:" + server.getAddress().getPort();
    this.token = token;
    this.session = session;
  }

  /**
   * Opens it, on a free port.
   *
   * @param session the session that is given out; empty if there is none that serves
   * @throws IOException if that cannot be done; says why
   */
  static SessionEndpoint open(Supplier<Optional<KeptSession.Passed>> session) throws IOException {
    // Else whoever opens connections and says nothing would have all threads wait for him. The
    // server reads these when its class is loaded; this process has no other one.
    for (String limit : List.of("maxReqTime", "maxRspTime")) {
      String key = "sun.net.httpserver." + limit;
      System.setProperty(key, System.getProperty(key, LONGEST));
    }
    // Nor may he take all the files that this process may open: it calls STS, and writes its own.
    System.setProperty(CONNECTIONS, System.getProperty(CONNECTIONS, MOST_CONNECTIONS));
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), 0);
    } catch (IOException e) {
      throw new IOException(
          "no port of 127.0.0.1 can be opened for the command's sessions: " + e.getMessage(), e);
    }
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, "rolecall-endpoint");
              thread.setDaemon(true);
              return thread;
            },
            // A client whose connection is lost asks again.
            new ThreadPoolExecutor.DiscardPolicy());
    threads.allowCoreThreadTimeOut(true);
    SessionEndpoint endpoint =
        new SessionEndpoint(server, threads, HexFormat.of().formatHex(random), session);
    server.setExecutor(threads);
    server.createContext("/", endpoint::handle);
    server.start();
    return endpoint;
  }

  /** Where clients ask. */
  URI uri() {
    return URI.create("http://" + host + PATH);
  }

  /** What clients say in the header Authorization; a secret. */
  String token() {
    return token;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Headers headers = exchange.getRequestHeaders();
      if (!List.of(host).equals(headers.get("Host"))) {
        answer(exchange, 403, ContainerAnswer.failure("Refused", "ask " + host + " by this name"));
      } else if (!isKnown(headers.get("Authorization"))) {
        answer(
            exchange,
            401,
            ContainerAnswer.failure(
                "Refused",
                "the header Authorization is not what AWS_CONTAINER_AUTHORIZATION_TOKEN says"));
      } else if (!exchange.getRequestURI().getRawPath().equals(PATH)) {
        answer(exchange, 404, ContainerAnswer.failure("NotFound", "there is only " + PATH));
      } else if (!exchange.getRequestMethod().equals("GET")) {
        answer(exchange, 405, ContainerAnswer.failure("NotAllowed", "only GET is answered"));
      } else {
        answerWithSession(exchange);
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

  private void answerWithSession(HttpExchange exchange) throws IOException {
    Optional<KeptSession.Passed> found = session.get();
    if (found.isPresent()) {
      answer(exchange, 200, ContainerAnswer.of(found.get().session(), found.get().told()));
    } else {
      answer(
          exchange,
          503,
          ContainerAnswer.failure(
              "NoSession", "there is no session that serves; rolecall run says why"));
    }
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
    threads.shutdownNow();
  }

  /** Where it is; not its token. */
  @Override
  public String toString() {
    return uri().toString();
  }
}
