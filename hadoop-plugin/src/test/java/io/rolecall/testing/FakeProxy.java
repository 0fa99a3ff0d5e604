package io.rolecall.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A proxy for plain http that passes everything on to one server, whatever host it is asked for,
 * and remembers what it was asked. Thread-safe.
 */
public final class FakeProxy implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Passed> passed = new CopyOnWriteArrayList<>();
  private final URI target;
  private volatile @Nullable String login;

  /**
   * A request that was passed on.
   *
   * @param uri as the client named it
   * @param userAgent its User-Agent
   * @param tenant its header {@code X-Tenant}, values joined by commas; empty if it has none
   */
  public record Passed(URI uri, String userAgent, String tenant) {}

  /** A proxy that asks for no login. */
  public FakeProxy(URI target) {
    this.target = target;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Lets nobody else through from now on. */
  public void admit(String username, String password) {
    login =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /** The port. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** What was passed on, in order. */
  public List<Passed> passed() {
    return List.copyOf(passed);
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String wanted = login;
    if (wanted != null
        && !wanted.equals(exchange.getRequestHeaders().getFirst("Proxy-Authorization"))) {
      exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"here\"");
      exchange.sendResponseHeaders(407, -1);
      exchange.close();
      return;
    }
    passed.add(
        new Passed(
            exchange.getRequestURI(),
            String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent")),
            String.join(",", exchange.getRequestHeaders().getOrDefault("X-Tenant", List.of()))));
    HttpRequest.Builder onward =
        HttpRequest.newBuilder(target)
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    for (String name : List.of("Authorization", "X-Amz-Security-Token")) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        onward.header(name, value);
      }
    }
    try {
      HttpResponse<byte[]> answer = client.send(onward.build(), BodyHandlers.ofByteArray());
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
