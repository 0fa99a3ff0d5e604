package io.rolecall.cli.options;

import org.jspecify.annotations.Nullable;

/** A command cannot do what it was asked for. The message is what the user sees. */
public final class CommandFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /**
   * Something outside refused, or cannot be reached.
   *
   * @param message what the user sees; no secrets
   * @param cause the cause; null if there is none
   * @return the failure
   */
  public static CommandFailure failed(String message, @Nullable Throwable cause) {
    return new CommandFailure(ExitCode.FAILED, message, cause);
  }

  /**
   * The command line is wrong.
   *
   * @param message what the user sees; no secrets
   * @return the failure
   */
  public static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, message, null);
  }

  /**
   * The configuration cannot be used.
   *
   * @param message what the user sees; no secrets
   * @return the failure
   */
  public static CommandFailure configuration(String message) {
    return new CommandFailure(ExitCode.CONFIGURATION, message, null);
  }

  /**
   * A command that was to be started was not.
   *
   * @param exitCode why, as one of {@link ExitCode}
   * @param message what the user sees; no secrets
   * @param cause the cause
   * @return the failure
   */
  public static CommandFailure notStarted(int exitCode, String message, Throwable cause) {
    return new CommandFailure(exitCode, message, cause);
  }

  /**
   * What the process ends with.
   *
   * @return one of {@link ExitCode}
   */
  public int exitCode() {
    return exitCode;
  }
}
