package io.rolecall.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs what is scheduled when {@link #advance} reaches its time, on the thread that calls it, in
 * the order of time. Thread-safe.
 */
public final class FakeScheduler extends AbstractExecutorService
    implements ScheduledExecutorService {

  private final FakeClock clock;
  private final PriorityQueue<Task<?>> tasks =
      new PriorityQueue<>(
          Comparator.comparing((Task<?> task) -> task.due).thenComparing(task -> task.number));
  private long added;
  private boolean shutdown;

  /** A scheduler that moves the given clock. */
  public FakeScheduler(FakeClock clock) {
    this.clock = clock;
  }

  /** Moves time, running what falls due, and what that schedules in turn. */
  public void advance(Duration by) {
    Instant end = clock.instant().plus(by);
    for (Task<?> task = nextUntil(end); task != null; task = nextUntil(end)) {
      clock.moveTo(task.due);
      task.run();
    }
    clock.moveTo(end);
  }

  /** Moves time to when the next task falls due, and runs what is due then. */
  public void advanceToNext() {
    advance(Duration.between(clock.instant(), nextDue()));
  }

  /** When the next task falls due. */
  public synchronized Instant nextDue() {
    return tasks.stream()
        .filter(task -> !task.isCancelled())
        .map(task -> task.due)
        .min(Comparator.naturalOrder())
        .orElseThrow(() -> new AssertionError("nothing is scheduled"));
  }

  /** How many tasks wait for their time. */
  public synchronized int pending() {
    return (int) tasks.stream().filter(task -> !task.isCancelled()).count();
  }

  private synchronized @Nullable Task<?> nextUntil(Instant end) {
    while (!tasks.isEmpty() && tasks.element().isCancelled()) {
      tasks.remove();
    }
    return tasks.isEmpty() || tasks.element().due.isAfter(end) ? null : tasks.remove();
  }

  private synchronized <V> Task<V> add(Callable<V> call, long delay, TimeUnit unit) {
    if (shutdown) {
      throw new RejectedExecutionException("the scheduler is shut down");
    }
    Task<V> task = new Task<>(call, clock.instant().plus(delay, unit.toChronoUnit()), added++);
    tasks.add(task);
    return task;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return add(
        () -> {
          command.run();
          return Boolean.TRUE;
        },
        delay,
        unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    return add(callable, delay, unit);
  }

  @Override
  public void execute(Runnable command) {
    var unused = schedule(command, 0, TimeUnit.MILLISECONDS);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized void shutdown() {
    shutdown = true;
    tasks.clear();
  }

  @Override
  public synchronized List<Runnable> shutdownNow() {
    List<Runnable> left = new ArrayList<>(tasks);
    shutdown();
    return left;
  }

  @Override
  public synchronized boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return isShutdown();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return isShutdown();
  }

  private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {

    private final Instant due;
    private final long number;

    Task(Callable<V> call, Instant due, long number) {
      super(call);
      this.due = due;
      this.number = number;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(Duration.between(clock.instant(), due));
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }

    /** A scheduled task that throws is a defect of whoever scheduled it. */
    @Override
    protected void setException(Throwable failure) {
      super.setException(failure);
      throw new AssertionError("a scheduled task failed", failure);
    }
  }
}
