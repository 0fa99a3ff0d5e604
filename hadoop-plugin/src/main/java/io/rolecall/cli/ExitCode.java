package io.rolecall.cli;

/** What the command's exit code tells a script. */
final class ExitCode {

  /** Done; for {@code check}: no step failed. */
  static final int OK = 0;

  /** AWS, Databricks or a file refused what was asked for; for {@code check}: a step failed. */
  static final int FAILED = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** The configuration cannot be used, or the location has no route. */
  static final int CONFIGURATION = 3;

  /** {@code import}: written, but not every mapping could be carried over. */
  static final int INCOMPLETE = 4;

  /** A bug: the stack trace is on standard error. */
  static final int INTERNAL = 70;

  private ExitCode() {}
}
