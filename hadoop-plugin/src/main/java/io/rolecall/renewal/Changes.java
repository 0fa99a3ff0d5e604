package io.rolecall.renewal;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What happens to the session of a role, for those who wait for it. Thread-safe. */
final class Changes {

  private final ReentrantLock lock;
  private final Condition changed;

  /** Under the lock. */
  private long count;

  /** Nothing has happened yet. */
  Changes(ReentrantLock lock) {
    this.lock = lock;
    this.changed = lock.newCondition();
  }

  /** Something has happened. Called with the lock held. */
  void announce() {
    count++;
    changed.signalAll();
  }

  /** A number that grows whenever something happens. */
  long count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something has happened since, at most so long. */
  void await(long since, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (count == since && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
