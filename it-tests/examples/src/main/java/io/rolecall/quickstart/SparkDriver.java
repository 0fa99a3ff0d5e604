package io.rolecall.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A running driver and what it prints.
 *
 * @param process the driver
 * @param log its output
 */
public record SparkDriver(Process process, Path log) implements AutoCloseable {

  /**
   * Waits for its end.
   *
   * @param patience for how long
   * @return its exit code
   * @throws IOException if it does not end in time; it is killed then
   * @throws InterruptedException if this thread is interrupted
   */
  public int await(Duration patience) throws IOException, InterruptedException {
    if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
      close();
      throw new IOException(
          "the job did not end within " + patience.toSeconds() + " s; see " + log);
    }
    return process.exitValue();
  }

  /**
   * The lines that it has printed so far.
   *
   * @param marker what they begin with
   * @return what follows the marker, in order
   * @throws IOException if the log cannot be read
   */
  public List<String> lines(String marker) throws IOException {
    try (Stream<String> lines = Files.lines(log, java.nio.charset.StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith(marker))
          .map(line -> line.substring(marker.length()))
          .toList();
    }
  }

  /** Its executors: the processes that its workers started. */
  public List<ProcessHandle> executors() {
    return process
        .descendants()
        .filter(
            child -> child.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
        .toList();
  }

  /** Kills it and its executors. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
