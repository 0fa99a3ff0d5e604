package io.rolecall.boundary;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.apache.spark.sql.SparkSession;

/**
 * Where a test comes in and says which {@link DriverCode} to run: the path is the name of the
 * class, the body its arguments as properties. The answer is what the code says, or with status 500
 * what it threw.
 */
final class DriverDoor {

  private final SparkSession spark;

  private DriverDoor(SparkSession spark) {
    this.spark = spark;
  }

  /** Opens it and returns its port. */
  static int open(SparkSession spark) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", new DriverDoor(spark)::handle);
    server.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "driver-door");
              thread.setDaemon(true);
              return thread;
            }));
    server.start();
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    int status = 200;
    String answer;
    try (exchange) {
      try {
        answer = run(exchange);
      } catch (Exception | LinkageError e) {
        status = 500;
        answer = Failure.messages(e);
      }
      byte[] body = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String run(HttpExchange exchange) throws Exception {
    Properties arguments = new Properties();
    arguments.load(
        new StringReader(
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    TreeMap<String, String> map = new TreeMap<>();
    arguments.stringPropertyNames().forEach(name -> map.put(name, arguments.getProperty(name)));
    String name = exchange.getRequestURI().getPath().substring(1);
    DriverCode code =
        Class.forName(name, true, Thread.currentThread().getContextClassLoader())
            .asSubclass(DriverCode.class)
            .getDeclaredConstructor()
            .newInstance();
    return code.run(spark, map);
  }
}
