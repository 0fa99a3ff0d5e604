package io.rolecall.spark.selftest;

/**
 * Spark could not start, or not run a task. Scala throws checked exceptions without declaring them.
 */
final class TaskFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TaskFailure(Exception cause) {
    super(Words.of(cause), cause);
  }
}
