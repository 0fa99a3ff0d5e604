package io.rolecall.spark.selftest;

import io.rolecall.process.InterruptFlag;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Prints every five seconds what the self-test is waiting for. Thread-safe. */
final class Progress {

  private static final Duration EVERY = Duration.ofSeconds(5);

  private final PrintStream out;

  Progress(PrintStream out) {
    this.out = out;
  }

  /** A wait; closing it ends its messages. */
  interface Waiting extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Begins to wait.
   *
   * @param what what the wait is for
   * @return the wait; close it when it is over
   */
  Waiting waitFor(Supplier<String> what) {
    long start = System.nanoTime();
    CountDownLatch done = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                while (!done.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                  long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
                  out.println("self-test: " + what.get() + ", " + seconds + " s");
                  out.flush();
                }
              } catch (InterruptedException e) {
                InterruptFlag.restore();
              }
            },
            "rolecall-self-test-progress");
    thread.setDaemon(true);
    thread.start();
    return done::countDown;
  }
}
