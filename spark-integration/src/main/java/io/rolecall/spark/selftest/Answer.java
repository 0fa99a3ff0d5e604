package io.rolecall.spark.selftest;

import java.io.Serializable;

/**
 * What a task on an executor has to say.
 *
 * @param executor the executor's id
 * @param value what it says
 * @param <T> a serializable type
 */
record Answer<T>(String executor, T value) implements Serializable {}
