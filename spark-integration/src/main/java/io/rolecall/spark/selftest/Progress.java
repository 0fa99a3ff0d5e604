package io.rolecall.spark.selftest;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells those who wait that something goes on, every few seconds. Thread-safe. */
final class Progress {

  private static final Duration EVERY = Duration.ofSeconds(5);

  private final PrintStream out;

  Progress(PrintStream out) {
    this.out = out;
  }

  /** Something that is waited for; close ends it. */
  interface Waiting extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Begins to wait.
   *
   * @param what what for
   * @return to be closed when it is there
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
                Thread.currentThread().interrupt();
              }
            },
            "rolecall-self-test-progress");
    thread.setDaemon(true);
    thread.start();
    return done::countDown;
  }
}
