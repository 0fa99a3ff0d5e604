package io.rolecall.process;

import java.util.concurrent.locks.LockSupport;

/** The flag by which a thread that caught an interrupt tells its callers. */
public final class InterruptFlag {

  private static final long LONGEST_NANOS = 100_000_000;
  private static final long PAUSE_NANOS = 100_000;

  private InterruptFlag() {}

  /**
   * Sets the flag of the current thread again.
   *
   * <p>A thread may ignore that for a moment. Spark's task threads do until the call has returned
   * that interrupted them ({@code org.apache.spark.util.UninterruptibleThread}: one interrupt at a
   * time), which is on a thread of its own: whoever wakes up faster would lose the flag, and the
   * killed task would go on. In a part that Spark does not let be interrupted, the flag stays
   * clear, and Spark sets it afterwards: so this gives up after a tenth of a second. Not to be
   * called with a lock held that others wait for.
   */
  public static void restore() {
    Thread current = Thread.currentThread();
    current.interrupt();
    long start = System.nanoTime();
    while (!current.isInterrupted() && System.nanoTime() - start < LONGEST_NANOS) {
      LockSupport.parkNanos(PAUSE_NANOS);
      current.interrupt();
    }
  }
}
