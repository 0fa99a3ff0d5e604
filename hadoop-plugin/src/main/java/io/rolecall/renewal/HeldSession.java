package io.rolecall.renewal;

import io.rolecall.session.Session;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The session that a role has now, where every request looks for it. Whoever uses it marks it so,
 * once for each session; all else that changes here is up to the renewal. Thread-safe.
 */
final class HeldSession {

  private static final AtomicReferenceFieldUpdater<HeldSession, SessionLife> LIFE =
      AtomicReferenceFieldUpdater.newUpdater(HeldSession.class, SessionLife.class, "life");

  private volatile SessionLife life = SessionLife.NONE;

  /**
   * The session to sign with; null if there is none, or it has to be woken first. One volatile
   * read, but for the first use of a session.
   */
  @Nullable Session sign() {
    SessionLife now = life;
    Session session = now.inUse();
    return session != null || !now.isUnused() ? session : signFirst(now);
  }

  private @Nullable Session signFirst(SessionLife unused) {
    // If it fails, somebody else has just used it, or it has been replaced, or rests from now on.
    return LIFE.compareAndSet(this, unused, unused.used()) ? unused.session() : life.inUse();
  }

  SessionLife look() {
    return life;
  }

  /** The session; null if there is none. */
  @Nullable Session session() {
    return life.session();
  }

  void put(SessionLife next) {
    life = next;
  }

  /** Goes on in its life; returns where it was before. */
  SessionLife pass(UnaryOperator<SessionLife> transition) {
    return LIFE.getAndUpdate(this, transition);
  }
}
