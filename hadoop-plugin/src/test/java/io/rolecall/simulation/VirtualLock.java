package io.rolecall.simulation;

import io.rolecall.simulation.VirtualTime.Parked;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A lock of a process whose threads wait in virtual time. */
final class VirtualLock extends ReentrantLock {

  private static final long serialVersionUID = 1L;

  private final transient SimulatedProcess process;

  VirtualLock(SimulatedProcess process) {
    this.process = process;
  }

  /** One thread runs at a time: who holds the lock now waits with it held. */
  @Override
  public void lock() {
    if (isLocked() && !isHeldByCurrentThread()) {
      process.violation(Invariant.NOBODY_WAITS_WITH_A_LOCK, "a lock is held by one who waits");
    }
    super.lock();
  }

  @Override
  public void lockInterruptibly() {
    lock();
  }

  @Override
  public Condition newCondition() {
    return new VirtualCondition();
  }

  private final class VirtualCondition implements Condition {

    private final Deque<Parked> waiting = new ArrayDeque<>();

    @Override
    public long awaitNanos(long nanos) {
      VirtualTime time = process.time();
      long until = time.now() + Math.max(0, nanos);
      park(until < 0 ? Long.MAX_VALUE : until);
      return until - time.now();
    }

    private void park(long until) {
      VirtualTime time = process.time();
      Parked mine = time.parking();
      waiting.add(mine);
      unlock();
      try {
        time.park(process, mine, until);
      } finally {
        lock();
        waiting.remove(mine);
      }
    }

    @Override
    public boolean await(long count, TimeUnit unit) {
      return awaitNanos(unit.toNanos(count)) > 0;
    }

    @Override
    public void await() {
      park(Long.MAX_VALUE);
    }

    @Override
    public void awaitUninterruptibly() {
      park(Long.MAX_VALUE);
    }

    @Override
    public boolean awaitUntil(Date deadline) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void signal() {
      Parked first = waiting.poll();
      if (first != null) {
        process.time().signal(process, first);
      }
    }

    @Override
    public void signalAll() {
      while (!waiting.isEmpty()) {
        signal();
      }
    }
  }
}
