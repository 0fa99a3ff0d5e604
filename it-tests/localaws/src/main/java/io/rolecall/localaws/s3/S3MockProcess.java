package io.rolecall.localaws.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * S3Mock as a child process. Its objects are in a temporary directory that close deletes.
 *
 * <p>A child process, because S3Mock's classes do not mix with Spark's and Hadoop's on one class
 * path. Thread-safe.
 */
public final class S3MockProcess implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
  private static final Pattern STARTED = Pattern.compile("Tomcat started on ports? (\\d+) \\(http");

  private final Process process;
  private final Path directory;
  private final URI uri;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final Thread shutdownHook = new Thread(this::stop, "s3mock-stop");

  private S3MockProcess(Process process, Path directory) throws IOException {
    this.process = process;
    this.directory = directory;
    Runtime.getRuntime().addShutdownHook(shutdownHook);
    try {
      this.uri = URI.create("http://127.0.0.1:" + awaitPort());
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /**
   * S3Mock's executable jar as Maven puts it beside the classes and the jar of LocalAws.
   *
   * @return where it should be
   */
  public static Path besideLocalAws() {
    URI here =
        URI.create(
            S3MockProcess.class.getProtectionDomain().getCodeSource().getLocation().toString());
    return Path.of(here).resolveSibling("s3mock").resolve("s3mock-exec.jar");
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
    Path directory = Files.createTempDirectory("localaws-s3mock");
    return new S3MockProcess(command(execJar, directory).start(), directory);
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

  private static ProcessBuilder command(Path execJar, Path directory) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path root = Files.createDirectory(directory.resolve("root"));
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                java.toString(),
                // half the processor time of the defaults, for a process that lives for minutes
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-Djava.io.tmpdir=" + directory,
                "-jar",
                execJar.toString(),
                "--com.adobe.testing.s3mock.store.root=" + root,
                // The main port obeys the options below; the "httpPort" beside it does not.
                "--server.ssl.enabled=false",
                "--server.port=0",
                "--com.adobe.testing.s3mock.httpPort=0",
                "--server.address=127.0.0.1",
                // An idle connection that Tomcat closes would fail the request that comes next.
                "--server.tomcat.keep-alive-timeout=-1",
                "--server.tomcat.max-keep-alive-requests=-1"));
    return builder.redirectErrorStream(true).redirectOutput(log(directory).toFile());
  }

  /** It chooses a free port by itself, and logs which when it is ready. */
  private int awaitPort() throws IOException {
    long end = System.nanoTime() + START_TIMEOUT.toNanos();
    while (true) {
      boolean alive = process.isAlive() && System.nanoTime() < end;
      String log = Files.readString(log(directory), StandardCharsets.ISO_8859_1);
      Matcher started = STARTED.matcher(log);
      if (started.find()) {
        return Integer.parseInt(started.group(1));
      }
      if (!alive) {
        throw new IOException("S3Mock did not start:\n" + log);
      }
      try {
        process.waitFor(50, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while S3Mock starts");
      }
    }
  }

  private static Path log(Path directory) {
    return directory.resolve("log");
  }

  static void deleteTree(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
