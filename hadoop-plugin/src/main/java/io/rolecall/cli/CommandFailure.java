package io.rolecall.cli;

import org.jspecify.annotations.Nullable;

/** A command cannot do what it was asked for. The message is what the user sees. */
final class CommandFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** Something outside refused, or cannot be reached. */
  static CommandFailure failed(String message, @Nullable Throwable cause) {
    return new CommandFailure(ExitCode.FAILED, message, cause);
  }

  /** The command line is wrong. */
  static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, message, null);
  }

  /** The configuration cannot be used. */
  static CommandFailure configuration(String message) {
    return new CommandFailure(ExitCode.CONFIGURATION, message, null);
  }

  int exitCode() {
    return exitCode;
  }
}
