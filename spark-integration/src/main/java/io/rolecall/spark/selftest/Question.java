package io.rolecall.spark.selftest;

import java.io.Serializable;

/**
 * What a task asks of its executor.
 *
 * @param <T> a serializable type
 */
interface Question<T> extends Serializable {

  /** Answers. Throws nothing that it can put into words: a task that fails is repeated by Spark. */
  T answer();
}
