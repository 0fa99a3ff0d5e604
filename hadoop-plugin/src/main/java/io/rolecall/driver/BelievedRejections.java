package io.rolecall.driver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How often executors are believed that the store refused a session of one role: each time costs a
 * call of STS. Thread-safe.
 */
final class BelievedRejections {

  /** The next session may be refused too: it was minted before the store began to refuse. */
  private static final int PER_ASKER = 2;

  /** Of all askers, whose ids prove nothing. */
  private static final int IN_ALL = 8;

  private final Clock clock;
  private final Duration period;
  private final Map<String, Integer> byAsker = new HashMap<>();
  private Instant start = Instant.MIN;
  private int all;

  /**
   * Nobody has been believed yet.
   *
   * @param lifetime how long a session of the role lasts; the bounds hold for half of that
   */
  BelievedRejections(Clock clock, Duration lifetime) {
    this.clock = clock;
    this.period = lifetime.dividedBy(2);
  }

  /** Whether an asker is believed once more. */
  synchronized boolean believe(String asker) {
    Instant now = clock.instant();
    // A clock that was set back does not prolong it.
    if (now.isBefore(start) || !now.isBefore(start.plus(period))) {
      start = now;
      byAsker.clear();
      all = 0;
    }
    int before = byAsker.getOrDefault(asker, 0);
    if (all >= IN_ALL || before >= PER_ASKER) {
      return false;
    }
    byAsker.put(asker, before + 1);
    all++;
    return true;
  }
}
