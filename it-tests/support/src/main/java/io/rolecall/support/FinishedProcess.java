package io.rolecall.support;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a process left behind.
 *
 * @param exitCode its exit code
 * @param out its standard output
 * @param err its standard error
 */
public record FinishedProcess(int exitCode, String out, String err) {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /**
   * Runs a command to its end, without input.
   *
   * @param command the command and its arguments
   * @param environment all that it finds in its environment
   * @param scratch a folder for its output, and the one that it runs in
   * @return what it left behind
   * @throws IOException if it cannot be started
   * @throws InterruptedException if this thread is interrupted; the process is stopped
   * @throws AssertionError if it has not ended after three minutes; it is stopped
   */
  public static FinishedProcess run(
      List<String> command, Map<String, String> environment, Path scratch)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(scratch, "out", "");
    Path err = Files.createTempFile(scratch, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(scratch.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("did not end: " + command + "; see " + err);
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new FinishedProcess(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
