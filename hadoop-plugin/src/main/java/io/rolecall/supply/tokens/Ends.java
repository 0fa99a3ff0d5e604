package io.rolecall.supply.tokens;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;

/**
 * When the sessions of tokens end.
 *
 * @param first when the first of them does
 * @param last when the last of them does
 */
public record Ends(Instant first, Instant last) {

  /** Those of tokens without a session that ends. */
  static final Ends NEVER = new Ends(Instant.MAX, Instant.MAX);

  /** The ends of some sessions; empty if there is none. */
  static Optional<Ends> of(Collection<Instant> ends) {
    return ends.isEmpty()
        ? Optional.empty()
        : Optional.of(new Ends(Collections.min(ends), Collections.max(ends)));
  }

  /** Whether a session is left. */
  boolean isAfter(Instant now) {
    return last.isAfter(now);
  }

  /** Until when they serve. */
  @Override
  public String toString() {
    if (last.equals(Instant.MAX)) {
      return "serve on";
    }
    return first.equals(last)
        ? "serve until " + last
        : "serve until " + first + ", the last of them until " + last;
  }
}
