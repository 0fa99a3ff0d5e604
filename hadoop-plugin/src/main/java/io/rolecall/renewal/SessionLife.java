package io.rolecall.renewal;

import static java.util.Objects.requireNonNull;

import io.rolecall.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * Where the session of a role is in its life. A session that nobody has used when it is due for
 * renewal rests, and stays valid: its next user wakes it. Towards its end it is a spare one, for
 * those who can have no other. Immutable; each transition gives the next value, or this one where
 * nothing changes.
 *
 * @param stage where it is
 * @param session the session; null in the stage {@link Stage#NONE} alone
 */
record SessionLife(Stage stage, @Nullable Session session) {

  /** The stages of a session's life. */
  enum Stage {
    /** There is no session. */
    NONE,
    /** It was obtained, and nobody has used it since. */
    UNUSED,
    /** Somebody has used it, so it is renewed when it is due. */
    USED,
    /** It fell due unused. Nobody may sign with it before it is woken. */
    RESTING,
    /**
     * It has rested for long, and ends soon. Its next user waits for a newer one, if there is one.
     */
    SPARE,
    /** It has rested and is used again, while the next one is obtained. */
    WOKEN
  }

  /** No session. */
  static final SessionLife NONE = new SessionLife(Stage.NONE, null);

  SessionLife {
    if ((stage == Stage.NONE) != (session == null)) {
      throw new IllegalArgumentException(stage + " with the session " + session);
    }
  }

  /** A session was obtained. */
  static SessionLife of(Session session) {
    return new SessionLife(Stage.UNUSED, session);
  }

  /** The session, if somebody signs with it already: nothing changes by one more. */
  @Nullable Session inUse() {
    return stage == Stage.USED || stage == Stage.WOKEN ? session : null;
  }

  /** Whether its next user is its first. */
  boolean isUnused() {
    return stage == Stage.UNUSED;
  }

  /** Whether it waits for a user. */
  boolean isResting() {
    return stage == Stage.RESTING || stage == Stage.SPARE;
  }

  /** Whether a newer one is worth a wait. */
  boolean isSpare() {
    return stage == Stage.SPARE;
  }

  /** Whether it has rested, and has not been renewed since: a newer one is better. */
  boolean isDue() {
    return isResting() || stage == Stage.WOKEN;
  }

  /** Somebody signs with it, or passes it on. */
  SessionLife used() {
    return switch (stage) {
      case UNUSED -> new SessionLife(Stage.USED, session);
      case RESTING, SPARE -> new SessionLife(Stage.WOKEN, session);
      case NONE, USED, WOKEN -> this;
    };
  }

  /** The time for its renewal has come. */
  SessionLife due() {
    return stage == Stage.UNUSED ? new SessionLife(Stage.RESTING, session) : this;
  }

  /** Half of the time is over that was left of it when it began to rest. */
  SessionLife late() {
    return stage == Stage.RESTING ? new SessionLife(Stage.SPARE, session) : this;
  }

  /** Its renewal showed that there is none newer. */
  SessionLife kept() {
    return switch (stage) {
      case RESTING, SPARE -> of(requireNonNull(session));
      case WOKEN -> new SessionLife(Stage.USED, session);
      case NONE, UNUSED, USED -> this;
    };
  }
}
