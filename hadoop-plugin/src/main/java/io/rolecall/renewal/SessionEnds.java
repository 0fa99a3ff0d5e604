package io.rolecall.renewal;

import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells which sessions have ended, by this process's clock.
 *
 * @param clock this process's clock
 */
record SessionEnds(Clock clock) {

  /** No store gives sessions that last as long; and times beyond cannot be reckoned with. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  boolean hasEnded(Session session) {
    return !clock.instant().isBefore(session.expiration());
  }

  /** Why a session that has just arrived cannot be used; null if it can. */
  @Nullable SessionException fault(Session session) {
    if (hasEnded(session)) {
      return new SessionException(
          SessionException.Kind.TRANSIENT,
          "got " + session + ", which has ended already; compare the clocks",
          null);
    }
    if (session.expiration().isAfter(clock.instant().plus(LONGEST))) {
      return new SessionException(
          SessionException.Kind.PERMANENT,
          "got "
              + session
              + ": expected one that ends within "
              + LONGEST.toDays()
              + " days; look at the clocks, and at what gave it",
          null);
    }
    return null;
  }
}
