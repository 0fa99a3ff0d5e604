package io.rolecall.renewal;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a live session is renewed next and when it ends: one of each at a time. Not thread-safe; its
 * live session guards it.
 */
final class SessionTimers {

  private final Clock clock;
  private final ScheduledExecutorService scheduler;
  private @Nullable Future<?> renewal;
  private @Nullable Future<?> end;

  SessionTimers(Clock clock, ScheduledExecutorService scheduler) {
    this.clock = clock;
    this.scheduler = scheduler;
  }

  void renewAt(Instant at, Runnable task) {
    cancel(renewal);
    renewal = schedule(task, at);
  }

  void endAt(Instant at, Runnable task) {
    cancel(end);
    end = schedule(task, at);
  }

  void cancel() {
    cancel(renewal);
    cancel(end);
  }

  private Future<?> schedule(Runnable task, Instant at) {
    Duration left = Duration.between(clock.instant(), at);
    long delay = Math.max(0, TimeUnit.MILLISECONDS.convert(left));
    return requireNonNull(scheduler.schedule(task, delay, TimeUnit.MILLISECONDS));
  }

  private static void cancel(@Nullable Future<?> task) {
    if (task != null) {
      task.cancel(false);
    }
  }
}
