package io.rolecall.bench;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A store that answers as cheaply as it can, so that what is measured beside it is not drowned. It
 * keeps the length of each object and no byte of it: what is read are zeros. It looks at no
 * signature, knows one bucket, and answers what S3A and S3FileIO ask in these benchmarks.
 */
final class MemoryStore implements AutoCloseable {

  private static final byte[] ZEROS = new byte[256 * 1024];
  private static final String TIME = "2026-01-31T00:00:00.000Z";
  private static final String ETAG = "\"68b329da9893e34099c7d8ad5cb9c940\"";
  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

  static {
    // Read once, when the first server starts. Else answers wait for the acknowledgment of their
    // heads.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final NavigableMap<String, Long> lengths = new ConcurrentSkipListMap<>();
  private final ConcurrentMap<String, AtomicLong> uploads = new ConcurrentHashMap<>();
  private final AtomicLong uploadIds = new AtomicLong();
  private final HttpServer server;
  private final ExecutorService threads;

  private MemoryStore(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  static MemoryStore start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newCachedThreadPool();
    MemoryStore store = new MemoryStore(server, threads);
    server.setExecutor(threads);
    server.createContext("/", store::answer);
    server.start();
    return store;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Puts an object there without a request. */
  void put(String key, long length) {
    lengths.put(key, length);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try {
      Map<String, String> query = query(exchange.getRequestURI().getQuery());
      String path = exchange.getRequestURI().getPath();
      int slash = path.indexOf('/', 1);
      String key = slash < 0 ? "" : path.substring(slash + 1);
      switch (exchange.getRequestMethod()) {
        case "HEAD" -> head(exchange, key);
        case "GET" -> get(exchange, key, query);
        case "PUT" -> put(exchange, key, query);
        case "POST" -> post(exchange, key, query);
        case "DELETE" -> {
          lengths.remove(key);
          exchange.sendResponseHeaders(204, -1);
        }
        default -> exchange.sendResponseHeaders(405, -1);
      }
    } finally {
      exchange.close();
    }
  }

  private static Map<String, String> query(String query) {
    return query == null
        ? Map.of()
        : Arrays.stream(query.split("&"))
            .map(parameter -> parameter.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length > 1 ? pair[1] : ""));
  }

  private void head(HttpExchange exchange, String key) throws IOException {
    Long length = key.isEmpty() ? Long.valueOf(0) : lengths.get(key);
    if (length == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    describe(exchange);
    exchange.getResponseHeaders().set("Content-Length", length.toString());
    exchange.sendResponseHeaders(200, -1);
  }

  private static void describe(HttpExchange exchange) {
    exchange.getResponseHeaders().set("ETag", ETAG);
    exchange.getResponseHeaders().set("Last-Modified", "Sat, 31 Jan 2026 00:00:00 GMT");
  }

  private void get(HttpExchange exchange, String key, Map<String, String> query)
      throws IOException {
    if (key.isEmpty()) {
      xml(exchange, bytes(StoredKeys.page(lengths, query)));
      return;
    }
    Long length = lengths.get(key);
    if (length == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    describe(exchange);
    String range = exchange.getRequestHeaders().getFirst("Range");
    Matcher wanted = RANGE.matcher(range == null ? "" : range);
    if (!wanted.matches()) {
      zeros(exchange, 200, length);
      return;
    }
    long from = Long.parseLong(wanted.group(1));
    long last = wanted.group(2).isEmpty() ? length - 1 : Long.parseLong(wanted.group(2));
    long to = Math.min(length, last + 1);
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, length));
    zeros(exchange, 206, to - from);
  }

  private static void zeros(HttpExchange exchange, int status, long length) throws IOException {
    exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
    OutputStream out = exchange.getResponseBody();
    for (long left = length; left > 0; left -= ZEROS.length) {
      out.write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
    }
  }

  private void put(HttpExchange exchange, String key, Map<String, String> query)
      throws IOException {
    String source = exchange.getRequestHeaders().getFirst("x-amz-copy-source");
    if (source != null) {
      // Buckets have one name here, and keys no character that is escaped.
      Long length = lengths.get(source.substring(source.indexOf('/', 1) + 1));
      lengths.put(key, length == null ? 0 : length);
      xml(
          exchange,
          bytes(
              "<CopyObjectResult><LastModified>%s</LastModified><ETag>%s</ETag></CopyObjectResult>"
                  .formatted(TIME, ETAG)));
      return;
    }
    discard(exchange.getRequestBody());
    String decoded = exchange.getRequestHeaders().getFirst("x-amz-decoded-content-length");
    String length =
        decoded == null ? exchange.getRequestHeaders().getFirst("Content-Length") : decoded;
    long bytes = length == null ? 0 : Long.parseLong(length);
    if (query.containsKey("uploadId")) {
      upload(query).addAndGet(bytes);
    } else if (!key.isEmpty()) {
      lengths.put(key, bytes);
    }
    describe(exchange);
    exchange.sendResponseHeaders(200, -1);
  }

  private void post(HttpExchange exchange, String key, Map<String, String> query)
      throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (query.containsKey("delete")) {
      Matcher keys = KEY.matcher(new String(body, StandardCharsets.UTF_8));
      while (keys.find()) {
        lengths.remove(keys.group(1));
      }
      xml(exchange, bytes("<DeleteResult></DeleteResult>"));
    } else if (query.containsKey("uploads")) {
      String id = "upload-" + uploadIds.incrementAndGet();
      uploads.put(id, new AtomicLong());
      xml(
          exchange,
          bytes(
              "<InitiateMultipartUploadResult><Key>%s</Key><UploadId>%s</UploadId></InitiateMultipartUploadResult>"
                  .formatted(key, id)));
    } else {
      lengths.put(key, upload(query).get());
      uploads.remove(query.get("uploadId"));
      xml(
          exchange,
          bytes(
              "<CompleteMultipartUploadResult><Key>%s</Key><ETag>%s</ETag></CompleteMultipartUploadResult>"
                  .formatted(key, ETAG)));
    }
  }

  private AtomicLong upload(Map<String, String> query) {
    return requireNonNull(uploads.get(query.get("uploadId")), "no such upload");
  }

  private static void discard(InputStream body) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    while (body.read(buffer) >= 0) {
      // Nobody reads it again.
    }
  }

  private static void xml(HttpExchange exchange, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
