package io.rolecall.ceph;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One daemon, as a child process that dies with this JVM, however that ends.
 *
 * <p>A shell stands in between. It waits for the end of its standard input, which is a pipe that
 * this JVM holds open, and kills the daemon then. So a JVM that was killed leaves nothing behind.
 * The state is thrown away, so the daemon need not shut down in order, which takes seconds.
 */
final class CephDaemon implements AutoCloseable {

  private static final int TAIL = 20;

  /** A signal from the terminal goes to all of its processes: the JVM decides what it means. */
  private static final String GUARD =
      """
      trap '' INT
      exec 3<&0
      "$@" </dev/null 3<&- &
      daemon=$!
      { cat <&3; kill -KILL $daemon; } >/dev/null 2>&1 &
      exec 3<&-
      wait $daemon
      """;

  private final String name;
  private final Process guard;
  private final Path log;

  private CephDaemon(String name, Process guard, Path log) {
    this.name = name;
    this.guard = guard;
    this.log = log;
  }

  /** Starts a daemon that stays in the foreground. Its output is appended to the log. */
  static CephDaemon start(String name, Path log, List<String> command) throws IOException {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, name));
    words.addAll(command);
    Process guard =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new CephDaemon(name, guard, log);
  }

  boolean isAlive() {
    return guard.isAlive();
  }

  /** The end of its log, to be read by whoever wonders why it does not do what it should. */
  String tail() throws IOException {
    List<String> lines = Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
    return name
        + (isAlive() ? "" : " (which has ended)")
        + ", the end of "
        + log
        + ":\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
  }

  /** Kills it and waits for its end. */
  @Override
  public void close() throws IOException {
    guard.getOutputStream().close();
    try {
      if (!guard.waitFor(10, TimeUnit.SECONDS)) {
        throw new IOException(name + " (behind process " + guard.pid() + ") cannot be killed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
