package io.rolecall.renewal;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What live sessions, and those who ask for them, take from outside: time, chance, and threads.
 * Whoever waits does so on a condition of these locks, by this clock: whoever gives them can let
 * hours pass in a moment.
 *
 * @param clock this process's clock, by which sessions end
 * @param nanoTime a clock that never jumps, by which callers wait
 * @param chance numbers from 0 to 1, which spread renewals and retries
 * @param scheduler begins renewals and ends sessions at their times; nothing on it waits
 * @param flights where sources are asked, for as long as they take
 * @param locks makes the locks on whose conditions callers wait
 */
public record SessionEnvironment(
    Clock clock,
    LongSupplier nanoTime,
    DoubleSupplier chance,
    ScheduledExecutorService scheduler,
    Executor flights,
    Supplier<ReentrantLock> locks) {

  /**
   * With the time, the chance and the locks of the JVM.
   *
   * @param clock this process's clock
   * @param scheduler begins renewals and ends sessions at their times
   * @param flights where sources are asked
   * @return the environment
   */
  public static SessionEnvironment of(
      Clock clock, ScheduledExecutorService scheduler, Executor flights) {
    return new SessionEnvironment(
        clock,
        System::nanoTime,
        () -> ThreadLocalRandom.current().nextDouble(),
        scheduler,
        flights,
        ReentrantLock::new);
  }
}
