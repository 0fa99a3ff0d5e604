package io.rolecall.localaws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * S3Mock as a child process. Its objects are in a temporary directory that close deletes.
 *
 * <p>A child process, because S3Mock's classes do not mix with Spark's and Hadoop's on one class
 * path. Thread-safe.
 */
public final class S3MockProcess implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

  private final Process process;
  private final Path directory;
  private final URI uri;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final Thread shutdownHook = new Thread(this::stop, "s3mock-stop");

  private S3MockProcess(Process process, Path directory, URI uri) {
    this.process = process;
    this.directory = directory;
    this.uri = uri;
  }

  /**
   * Starts S3Mock and waits until it answers.
   *
   * @param execJar S3Mock's executable jar
   */
  public static S3MockProcess start(Path execJar) throws IOException {
    if (!Files.isRegularFile(execJar)) {
      throw new IOException("S3Mock's executable jar is not at " + execJar);
    }
    int port = freePort();
    Path directory = Files.createTempDirectory("localaws-s3mock");
    Process process = command(execJar, port, directory).start();
    URI uri = URI.create("http://127.0.0.1:" + port);
    S3MockProcess mock = new S3MockProcess(process, directory, uri);
    Runtime.getRuntime().addShutdownHook(mock.shutdownHook);
    try {
      mock.awaitAnswer(port);
    } catch (IOException e) {
      mock.close();
      throw e;
    }
    return mock;
  }

  /** Where it listens. */
  public URI uri() {
    return uri;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      // the JVM is going down, and the hook does the same as we
    }
    stop();
  }

  private void stop() {
    if (stopped.getAndSet(true)) {
      return;
    }
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
      deleteTree(directory);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + directory, e);
    }
  }

  private static ProcessBuilder command(Path execJar, int port, Path directory) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                java.toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + directory,
                "-jar",
                execJar.toString(),
                "--com.adobe.testing.s3mock.httpPort=" + port,
                "--com.adobe.testing.s3mock.store.root="
                    + Files.createDirectory(directory.resolve("root")),
                "--server.address=127.0.0.1",
                // its HTTPS port, which nobody uses but which two of them would fight for
                "--server.port=0",
                // An idle connection that Tomcat closes would fail the request that comes next.
                "--server.tomcat.keep-alive-timeout=-1",
                "--server.tomcat.max-keep-alive-requests=-1"));
    return builder.redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile());
  }

  private void awaitAnswer(int port) throws IOException {
    long end = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!answers(port)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        List<String> log = Files.readAllLines(directory.resolve("log"));
        List<String> last = log.subList(Math.max(0, log.size() - 20), log.size());
        throw new IOException("S3Mock did not start:\n" + String.join("\n", last));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static boolean answers(int port) {
    // Tomcat listens only when the application behind it is ready
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static void deleteTree(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
