package io.rolecall.simulation;

import io.rolecall.renewal.SessionEnvironment;
import io.rolecall.simulation.VirtualTime.Event;
import io.rolecall.simulation.VirtualTime.Parked;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process: a clock that may be wrong, threads that may pause and are gone when it is killed, and
 * chance of its own.
 */
final class SimulatedProcess {

  /** True time at the start. */
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final long THREAD_START = 200_000;

  private final String name;
  private final VirtualTime time;
  private final SplittableRandom chance;
  private final WrongClock clock = new WrongClock();
  private final Set<Parked> parked = new LinkedHashSet<>();
  private final SessionEnvironment environment;
  private long pausedUntil;
  private boolean dead;
  private int timers;
  private int flights;
  private @Nullable String neverWaits;

  SimulatedProcess(String name, VirtualTime time, SplittableRandom chance) {
    this.name = name;
    this.time = time;
    this.chance = chance;
    this.environment =
        new SessionEnvironment(
            clock, time::now, chance::nextDouble, new Timers(), new Flights(), this::newLock);
  }

  private VirtualLock newLock() {
    return new VirtualLock(this);
  }

  SessionEnvironment environment() {
    return environment;
  }

  VirtualTime time() {
    return time;
  }

  boolean isDead() {
    return dead;
  }

  long pausedUntil() {
    return pausedUntil;
  }

  int timers() {
    return timers;
  }

  int threads() {
    return parked.size();
  }

  int flights() {
    return flights;
  }

  void parked(Parked thread) {
    String who = neverWaits;
    if (who != null) {
      neverWaits = null;
      violation(Invariant.NOBODY_WAITS_WITH_A_LOCK, who + " waits");
    }
    parked.add(thread);
  }

  void resumed(Parked thread) {
    parked.remove(thread);
  }

  /** Ends the simulation. */
  void violation(Invariant invariant, String what) {
    Violation violation =
        new Violation(invariant, name + " at " + Duration.ofNanos(time.now()) + ": " + what);
    time.fail(violation);
    throw violation;
  }

  /** Runs a task on a thread that others need. */
  void withoutWaiting(String thread, Runnable task) {
    neverWaits = thread;
    try {
      task.run();
    } finally {
      neverWaits = null;
    }
  }

  /** No thread of it runs for so long. */
  void pause(long nanos) {
    pausedUntil = Math.max(pausedUntil, time.now() + nanos);
  }

  /** Kills it: its threads end where they are. */
  void kill() {
    dead = true;
    parked.forEach(time::end);
  }

  /** Sets the clock forward, or back. */
  void jump(long nanos) {
    clock.offset += nanos;
  }

  /** How far the clock is ahead, in nanoseconds. */
  long off() {
    return clock.off();
  }

  /** Lets the clock go wrong by a fraction of the time that passes. */
  void drift(double rate) {
    clock.offset = clock.off();
    clock.since = time.now();
    clock.rate = rate;
  }

  private final class WrongClock extends Clock {

    private long offset;
    private long since;
    private double rate;

    private long off() {
      return offset + (long) ((time.now() - since) * rate);
    }

    @Override
    public Instant instant() {
      return START.plusNanos(time.now() + off());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  private final class Flights implements Executor {
    @Override
    public void execute(Runnable task) {
      flights++;
      var unused =
          time.at(
              time.now() + time.moment(THREAD_START),
              SimulatedProcess.this,
              () -> {
                try {
                  task.run();
                } finally {
                  flights--;
                }
              });
    }
  }

  private final class Timers extends AbstractExecutorService implements ScheduledExecutorService {

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
      timers++;
      Timer timer = new Timer();
      timer.event =
          time.at(
              time.now() + unit.toNanos(delay),
              SimulatedProcess.this,
              () -> {
                timers--;
                timer.done = true;
                withoutWaiting("the renewal thread", command);
              });
      return timer;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
      throw new UnsupportedOperationException();
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
    public void execute(Runnable command) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return dead;
    }

    @Override
    public boolean isTerminated() {
      return dead;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return dead;
    }
  }

  private final class Timer implements ScheduledFuture<Object> {

    private @Nullable Event event;
    private boolean done;

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      Event mine = event;
      if (done || mine == null || !mine.cancel()) {
        return false;
      }
      timers--;
      return true;
    }

    @Override
    public boolean isCancelled() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isDone() {
      return done;
    }

    @Override
    public Object get() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object get(long timeout, TimeUnit unit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long getDelay(TimeUnit unit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Delayed other) {
      throw new UnsupportedOperationException();
    }
  }

  /** The process's name. */
  @Override
  public String toString() {
    return name;
  }
}
