package io.rolecall.delegation;

import io.rolecall.session.LiveSession;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.session.Session;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A role whose sessions come from the driver or from tokens. Thread-safe. */
final class PulledRole {

  private final LiveSession live;
  private final RenewalPolicy policy;
  private volatile Instant lastPart = Instant.MAX;

  PulledRole(LiveSession live, RenewalPolicy policy) {
    this.live = live;
    this.policy = policy;
  }

  LiveSession live() {
    return live;
  }

  /** A session has come. */
  void came(Session session, Instant now) {
    // A little before its own renewal, but not before the driver has the next one.
    double part = Math.min(policy.lead() + 2 * policy.jitter(), 2 * policy.lead());
    long left = Duration.between(now, session.expiration()).toMillis();
    lastPart = session.expiration().minusMillis((long) (left * part));
  }

  /** A session has come that this role did not ask for by itself. */
  void offer(Session session, Instant now) {
    Session before = live.peek();
    live.offer(session);
    if (!session.isSameAs(before) && session.equals(live.peek())) {
      came(session, now);
    }
  }

  /** Whether somebody signs with its session, which is to be renewed soon. */
  boolean isDueSoon(Instant now) {
    @Nullable Session session = live.peek();
    return session != null && !now.isBefore(lastPart) && live.isUsed();
  }
}
