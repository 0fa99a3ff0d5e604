package io.rolecall.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A store that says yes to everything, and remembers who signed what. Thread-safe. */
public final class FakeStore implements AutoCloseable {

  /** Of a bulk delete. */
  private static final String BODY = "<DeleteResult/>";

  private record Failure(int status, String code) {}

  private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** A server on a free port of the loopback interface. */
  public FakeStore() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Host and port. */
  public String authority() {
    return "localhost:" + server.getAddress().getPort();
  }

  /** Each request as {@code METHOD path by accessKeyId}. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Answers the next request with an error. */
  public void refuseNext(int status, String code) {
    failures.add(new Failure(status, code));
  }

  private void handle(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String signer =
        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
            .replaceAll(".*Credential=([^/]*)/.*", "$1");
    requests.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI().getRawPath()
            + " by "
            + signer);
    answer(exchange, failures.poll());
    exchange.close();
  }

  private static void answer(HttpExchange exchange, @Nullable Failure failure) throws IOException {
    String body = failure == null ? BODY : "<Error><Code>" + failure.code + "</Code></Error>";
    if (exchange.getRequestMethod().equals("POST") || failure != null) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(failure == null ? 200 : failure.status, bytes.length);
      exchange.getResponseBody().write(bytes);
    } else {
      exchange.sendResponseHeaders(200, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
