package io.rolecall.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A back end for LocalAws that holds a listing and nothing else. S3Mock would take a quarter of an
 * hour to be filled with as many keys, because each one costs it more than the one before.
 */
final class ListedKeys implements AutoCloseable {

  private static final int PAGE = 1000;

  private final HttpServer server;
  private final int count;

  private ListedKeys(HttpServer server, int count) {
    this.server = server;
    this.count = count;
  }

  /** Serves so many keys in the folder {@link Workload#LISTED}. */
  static ListedKeys start(int count) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ListedKeys keys = new ListedKeys(server, count);
    server.createContext("/", keys::answer);
    server.start();
    return keys;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try {
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      if (exchange.getRequestMethod().equals("GET") && query.containsKey("list-type")) {
        byte[] page = page(Integer.parseInt(query.getOrDefault("continuation-token", "0")));
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
      } else {
        // LocalAws creates its buckets; nobody else writes.
        boolean create = exchange.getRequestMethod().equals("PUT");
        exchange.sendResponseHeaders(create ? 200 : 404, -1);
      }
    } finally {
      exchange.close();
    }
  }

  private static Map<String, String> query(String raw) {
    return Arrays.stream(raw == null ? new String[0] : raw.split("&"))
        .map(parameter -> parameter.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length > 1 ? pair[1] : ""));
  }

  private byte[] page(int from) {
    int to = Math.min(count, from + PAGE);
    StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>");
    xml.append(to < count).append("</IsTruncated><KeyCount>").append(to - from);
    xml.append("</KeyCount>");
    if (to < count) {
      xml.append("<NextContinuationToken>").append(to).append("</NextContinuationToken>");
    }
    for (int i = from; i < to; i++) {
      xml.append("<Contents><Key>")
          .append("%s/folder-%04d/file-%06d".formatted(Workload.LISTED, i / 100, i))
          .append("</Key><LastModified>2026-01-31T00:00:00.000Z</LastModified>")
          .append("<ETag>&quot;68b329da9893e34099c7d8ad5cb9c940&quot;</ETag>")
          .append("<Size>1</Size><StorageClass>STANDARD</StorageClass></Contents>");
    }
    return xml.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
