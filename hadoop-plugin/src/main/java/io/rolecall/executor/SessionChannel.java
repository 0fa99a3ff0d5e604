package io.rolecall.executor;

import java.io.IOException;

/**
 * How an executor reaches the driver that mints its job's sessions. Found by {@link
 * java.util.ServiceLoader}; Spark's is in {@code rolecall-spark}. Thread-safe.
 */
public interface SessionChannel {

  /**
   * Whether this process is an executor that this channel serves now. Cheap; makes no network call.
   *
   * @return true if {@link #ask} can be called
   */
  boolean isOpen();

  /**
   * Whether this process is known to be the driver of a job, with whatever main class and in
   * whatever container it runs. Cheap; makes no network call.
   *
   * @return false if that is not known
   */
  default boolean isDriver() {
    return false;
  }

  /**
   * Asks the driver, whose {@link io.rolecall.job.SessionIssuer} answers.
   *
   * @param request the question
   * @return the answer
   * @throws IOException if the driver cannot be reached or answers with an error
   */
  byte[] ask(byte[] request) throws IOException;
}
