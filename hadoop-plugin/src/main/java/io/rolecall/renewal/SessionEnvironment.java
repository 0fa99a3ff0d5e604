package io.rolecall.renewal;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What live sessions take from outside: time, chance, and threads.
 *
 * @param clock this process's clock, by which sessions end
 * @param nanoTime a clock that never jumps, by which callers wait
 * @param chance numbers from 0 to 1, which spread renewals and retries
 * @param scheduler begins renewals and ends sessions at their times; nothing on it waits
 * @param flights where sources are asked, for as long as they take
 */
record SessionEnvironment(
    Clock clock,
    LongSupplier nanoTime,
    DoubleSupplier chance,
    ScheduledExecutorService scheduler,
    Executor flights) {

  /** With the time and the chance of the JVM. */
  static SessionEnvironment of(Clock clock, ScheduledExecutorService scheduler, Executor flights) {
    return new SessionEnvironment(
        clock,
        System::nanoTime,
        () -> ThreadLocalRandom.current().nextDouble(),
        scheduler,
        flights);
  }
}
