package io.rolecall.testing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Threads of tests: every wait has an end, and a failure to end is a failure of the test. */
public final class Concurrently {

  private static final Duration LONGEST = Duration.ofSeconds(20);

  private Concurrently() {}

  /** Runs a call on a thread of its own. */
  public static <T> Running<T> start(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "test-caller");
    thread.setDaemon(true);
    thread.start();
    return new Running<>(task, thread);
  }

  /** Runs the same call on several threads. */
  public static <T> List<Running<T>> start(int threads, Callable<T> call) {
    List<Running<T>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      running.add(start(call));
    }
    return running;
  }

  /** Waits for a latch. */
  public static void await(CountDownLatch latch) {
    try {
      if (!latch.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the latch was not opened");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Polls until a condition holds. */
  public static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + LONGEST.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }

  /** A call under way. */
  public record Running<T>(FutureTask<T> task, Thread thread) {

    /** Waits until the thread waits for something: a lock, a condition, a latch, a future. */
    public Running<T> untilWaiting() {
      until(
          "the thread waits",
          () ->
              switch (thread.getState()) {
                case WAITING, TIMED_WAITING -> true;
                default -> false;
              });
      return this;
    }

    /** The call's value. */
    public T value() {
      try {
        return requireNonNull(task.get(LONGEST.toSeconds(), TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        throw new AssertionError("the call failed", e.getCause());
      } catch (TimeoutException | InterruptedException e) {
        throw new AssertionError("the call did not end", e);
      }
    }

    /** What the call threw. */
    public Throwable failure() {
      try {
        throw new AssertionError(
            "the call gave " + task.get(LONGEST.toSeconds(), TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        return requireNonNull(e.getCause());
      } catch (TimeoutException | InterruptedException e) {
        throw new AssertionError("the call did not end", e);
      }
    }
  }
}
