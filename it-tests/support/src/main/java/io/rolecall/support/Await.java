package io.rolecall.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Polling for a condition. */
public final class Await {

  private static final Duration PAUSE = Duration.ofMillis(50);

  private Await() {}

  /**
   * Asks until there is an answer that is neither null nor false.
   *
   * @param patience for how long
   * @param question what to ask; what it throws ends the wait
   * @param <T> the answer's type
   * @return the answer
   * @throws AssertionError if there is none in time
   */
  public static <T> T until(Duration patience, Callable<T> question) {
    return until(patience, PAUSE, question);
  }

  /**
   * Asks until there is an answer that is neither null nor false.
   *
   * @param patience for how long
   * @param pause how long to wait between questions
   * @param question what to ask; what it throws ends the wait
   * @param <T> the answer's type
   * @return the answer
   * @throws AssertionError if there is none in time
   */
  public static <T> T until(Duration patience, Duration pause, Callable<T> question) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      T answer = ask(question);
      if (answer != null && !Boolean.FALSE.equals(answer)) {
        return answer;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + patience.toSeconds() + " s");
      }
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  private static <T> T ask(Callable<T> question) {
    try {
      return question.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
