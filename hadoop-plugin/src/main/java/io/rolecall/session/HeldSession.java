package io.rolecall.session;

import org.jspecify.annotations.Nullable;

/**
 * The session that a role has now, and whether anybody has used it. One that nobody uses is put to
 * rest when it is due for renewal, and stays valid: its next user wakes it. Anybody may read; only
 * who holds the live session's lock may write.
 */
final class HeldSession {

  private volatile @Nullable Session ready;
  private volatile @Nullable Session resting;
  private volatile boolean used;

  /** The session, to sign with; null if there is none or it rests. */
  @Nullable Session use() {
    Session session = ready;
    if (session != null && !used) {
      used = true;
    }
    return session;
  }

  /** The session, to look at; null if there is none. */
  @Nullable Session look() {
    Session session = ready;
    return session != null ? session : resting;
  }

  /** Puts a session in the place of the one before. */
  void put(Session session) {
    used = false;
    ready = session;
    resting = null;
  }

  /** Gives the session up. */
  void clear() {
    ready = null;
    resting = null;
  }

  /** Puts the session to rest unless somebody has used it; tells whether it rests. */
  boolean restIfUnused() {
    if (!used && ready != null) {
      resting = ready;
      ready = null;
    }
    return isResting();
  }

  /** Whether it waits for a user. */
  boolean isResting() {
    return resting != null;
  }

  /** Ends its rest, if it rests. */
  void wake() {
    if (resting != null) {
      ready = resting;
      resting = null;
    }
  }
}
