package io.rolecall.cli.options;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes to.
 *
 * @param out its answer, and nothing else
 * @param err what a person should know
 * @param seen whether a person sees {@code out}: it is neither a pipe nor a file
 */
public record Terminal(PrintWriter out, PrintWriter err, boolean seen) {

  /** Says whether standard output is a terminal: the script knows, this process cannot be sure. */
  static final String SEEN = "rolecall.stdout.terminal";

  /** Without the script's word: the JDK's, which since 22 always says that there may be one. */
  @SuppressWarnings(
      "SystemConsoleNull") // a pipe that is taken for a terminal needs --show, no more
  static boolean seen(@Nullable String said) {
    return said == null ? System.console() != null : Boolean.parseBoolean(said);
  }

  /**
   * The process's own. From here on, whatever else is printed to standard output, for example by a
   * logging back end, goes to standard error: standard output is for the answer alone.
   */
  static Terminal ofProcess() {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    return new Terminal(out, err, seen(System.getProperty(SEEN)));
  }
}
