package io.rolecall.driver;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * When those who wait for one role are to ask again: the later, the longer its session is under way
 * already, and one after the other, so that many who wait do not come at once. Remembers one
 * moment, however many wait. Thread-safe.
 */
final class AskAgain {

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** Between two who come back: 200 in a second. */
  private static final Duration SPACE = Duration.ofMillis(5);

  private final LongSupplier nanoTime;
  private final DoubleSupplier chance;
  private Instant flight = Instant.MIN;
  private long begun;
  private long last;

  AskAgain(LongSupplier nanoTime, DoubleSupplier chance) {
    this.nanoTime = nanoTime;
    this.chance = chance;
  }

  /**
   * The delay for one who asks now.
   *
   * @param since since when the session is under way
   * @param now the time, by the same clock
   */
  synchronized Duration after(Instant since, Instant now) {
    long here = nanoTime.getAsLong();
    if (!since.equals(flight)) {
      flight = since;
      begun = here;
      last = here;
    }
    long quarter = Duration.between(since, now).dividedBy(4).toNanos();
    // By a clock that does not jump, too: one that is set back brings nobody back sooner.
    long age = Math.max(quarter, (here - begun) / 4);
    long grown = Math.min(Math.max(age, SHORTEST.toNanos()), LONGEST.toNanos());
    // Up to a quarter earlier, so that those who were told the same do not come at once.
    long spread = (long) (grown * (1 - chance.getAsDouble() / 4));
    long next = last + SPACE.toNanos() - here;
    long delay = Math.max(spread, next);
    if (delay > LONGEST.toNanos()) {
      return LONGEST.minus(Duration.ofNanos((long) (LONGEST.toNanos() / 2 * chance.getAsDouble())));
    }
    last = Math.max(last, here) + SPACE.toNanos();
    return Duration.ofNanos(delay);
  }
}
