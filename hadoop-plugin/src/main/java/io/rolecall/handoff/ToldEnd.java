package io.rolecall.handoff;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When a session is said to end: before it does. Some clients ask for the next one only when the
 * one that they have has ended by what they were told (delta-rs), and what they send just before
 * must still arrive in time.
 *
 * @see <a href="https://github.com/delta-io/delta-rs/blob/main/crates/aws/src/credentials.rs">such
 *     a client</a>
 */
public final class ToldEnd {

  /** How much earlier at most. */
  private static final Duration MOST = Duration.ofMinutes(5);

  /** Clients take what has ended by a second for a failure. */
  private static final Duration LEAST = Duration.ofSeconds(2);

  private ToldEnd() {}

  /**
   * What to tell now. A tenth of the lifetime, or five minutes, before the end; from then on the
   * next session is overdue, and half of what is left: whoever asks late does so while this one
   * still serves.
   *
   * @param end when the session ends
   * @param lifetime how long it lasts in all
   * @param now the time
   * @return a time after {@code now}, and not after the end, unless that has passed
   */
  public static Instant of(Instant end, Duration lifetime, Instant now) {
    Duration tenth = lifetime.dividedBy(10);
    Instant early =
        end.minus(tenth.compareTo(MOST) < 0 ? tenth : MOST).truncatedTo(ChronoUnit.SECONDS);
    if (now.isBefore(early)) {
      return early;
    }
    Duration left = Duration.between(now, end);
    return left.compareTo(LEAST) < 0 ? end : now.plus(left.dividedBy(2));
  }
}
