package io.rolecall.clients;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Glue, DynamoDB and KMS, as far as a test asks them. They remember who signed what. */
final class FakeServices implements AutoCloseable {

  /** A request. */
  record Asked(String operation, String accessKeyId) {}

  private static final Map<String, String> ANSWERS =
      Map.of(
          "GetDatabases", "{\"DatabaseList\": [{\"Name\": \"flights\"}]}",
          "ListTables", "{\"TableNames\": []}",
          "ListKeys", "{\"Keys\": [], \"Truncated\": false}");

  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  FakeServices() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String operation =
        String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
            .replaceFirst(".*\\.", "");
    String signer =
        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
            .replaceFirst(".*Credential=([^/]*)/.*", "$1");
    asked.add(new Asked(operation, signer));
    byte[] answer = ANSWERS.getOrDefault(operation, "{}").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(ANSWERS.containsKey(operation) ? 200 : 400, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
