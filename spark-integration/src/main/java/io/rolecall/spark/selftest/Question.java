package io.rolecall.spark.selftest;

import java.io.Serializable;

/**
 * What a task does on an executor.
 *
 * @param <T> a serializable type
 */
interface Question<T> extends Serializable {

  /**
   * Answers. A failure should be part of the answer, not be thrown: Spark repeats a task that
   * fails.
   */
  T answer();
}
