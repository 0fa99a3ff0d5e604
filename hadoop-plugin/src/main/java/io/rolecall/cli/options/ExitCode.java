package io.rolecall.cli.options;

/** What the command's exit code tells a script. */
public final class ExitCode {

  /** Done; for {@code check}: no step failed. */
  public static final int OK = 0;

  /** AWS, Databricks or a file refused what was asked for; for {@code check}: a step failed. */
  public static final int FAILED = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** The configuration cannot be used, or the location has no route. */
  public static final int CONFIGURATION = 3;

  /** {@code import}: written, but not every mapping could be carried over. */
  public static final int INCOMPLETE = 4;

  /** A bug: the stack trace is on standard error. */
  public static final int INTERNAL = 70;

  /** {@code run}: no session could be had or written, so the command was not started. */
  public static final int NOT_SUPPLIED = 125;

  /** {@code run}: the command is there, and no program. */
  public static final int NO_PROGRAM = 126;

  /** {@code run}: there is no such command. */
  public static final int NOT_FOUND = 127;

  private ExitCode() {}
}
