package io.rolecall.delegation;

import io.rolecall.session.LiveSession;
import io.rolecall.session.Session;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A role whose sessions come from the driver or from tokens. Thread-safe. */
final class PulledRole {

  /** Of what a session had to live when it came. The driver has renewed it by then. */
  private static final int LAST_PART = 4;

  private final LiveSession live;
  private volatile Instant lastPart = Instant.MAX;

  PulledRole(LiveSession live) {
    this.live = live;
  }

  LiveSession live() {
    return live;
  }

  /** A session has come. */
  void came(Session session, Instant now) {
    Duration left = Duration.between(now, session.expiration());
    lastPart = session.expiration().minus(left.dividedBy(LAST_PART));
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
