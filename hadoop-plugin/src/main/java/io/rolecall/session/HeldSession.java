package io.rolecall.session;

import org.jspecify.annotations.Nullable;

/**
 * The session that a role has now, and whether anybody has used it. One that nobody has used when
 * it is due for renewal rests, and stays valid: its next user wakes it. Anybody may read; only who
 * holds the live session's lock may write.
 */
final class HeldSession {

  private volatile @Nullable Session session;

  /** The same, unless it rests. */
  private volatile @Nullable Session ready;

  private volatile boolean used;

  /** It has rested, and has not been renewed since. */
  private volatile boolean due;

  /** The session, to sign with; null if there is none or it rests. */
  @Nullable Session use() {
    Session current = ready;
    if (current != null && !used) {
      used = true;
    }
    return current;
  }

  /** The session, to pass it on; null if there is none or it is due for renewal. */
  @Nullable Session useUnlessDue() {
    return due ? null : use();
  }

  /** The session, to look at; null if there is none. */
  @Nullable Session look() {
    return session;
  }

  /** Puts a session in the place of the one before. */
  void put(Session next) {
    used = false;
    due = false;
    session = next;
    ready = next;
  }

  /** Gives the session up. */
  void clear() {
    due = false;
    ready = null;
    session = null;
  }

  /** Puts the session to rest, unless somebody has used it or there is none; tells whether. */
  boolean restIfUnused() {
    if (used || session == null) {
      return false;
    }
    due = true;
    ready = null;
    return true;
  }

  /** Whether it waits for a user. */
  boolean isResting() {
    return session != null && ready == null;
  }

  /** Whether it has rested, and has not been renewed since. */
  boolean isDue() {
    return due;
  }

  /** Ends its rest; it stays due for renewal. */
  void wake() {
    ready = session;
  }

  /** There is none newer. */
  void keep() {
    ready = session;
    due = false;
  }
}
