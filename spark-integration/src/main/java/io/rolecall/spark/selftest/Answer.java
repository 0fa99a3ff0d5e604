package io.rolecall.spark.selftest;

import java.io.Serializable;

/**
 * The answer of a task on an executor.
 *
 * @param executor the executor's id
 * @param value the answer
 * @param <T> a serializable type
 */
record Answer<T>(String executor, T value) implements Serializable {}
