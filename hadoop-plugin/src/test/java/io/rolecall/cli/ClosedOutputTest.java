package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.cli.options.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command whose answer nobody gets: the disk is full, or the pipe's reader has ended. */
class ClosedOutputTest {

  /** As {@code /dev/full}. */
  private static final class Full extends OutputStream {

    @Override
    public void write(int value) throws IOException {
      throw new IOException("No space left on device");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"routes", "routes --json", "--version", "--help", "check --help"})
  void fails(String command) {
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            new PrintWriter(new PrintStream(new Full(), false), true, StandardCharsets.UTF_8),
            new PrintWriter(err, true),
            false);
    int exitCode =
        RolecallCommand.commandLine(
                new CommandContext(terminal, Map.of(), Path.of("/nonexistent"), Clock.systemUTC()))
            .execute(command.split(" "));
    assertThat(err)
        .hasToString(
            "rolecall: the answer could not be written to standard output: is its disk full, or has"
                + " its reader ended?\n");
    assertThat(exitCode).isEqualTo(ExitCode.FAILED);
  }
}
