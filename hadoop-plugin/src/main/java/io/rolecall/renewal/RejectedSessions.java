package io.rolecall.renewal;

import io.rolecall.session.Rejection;
import io.rolecall.session.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a store's answer says of a session: whether a refused request is worth signing
 * again. Not thread-safe; its live session guards it.
 */
final class RejectedSessions {

  /** The next session may have ended too: the minting process had it when this one was refused. */
  private static final int UNCLEAR = 2;

  /**
   * More than operators end in that time, however often they do; of a store that says it of every
   * session, no more than a few calls of STS a minute.
   */
  private static final int CLEAR = 100;

  /** More than are in use at one time: the last one, the next one, and those of stale answers. */
  private static final int REMEMBERED = 8;

  private final Clock clock;
  private final SessionEnds ends;

  /** What the source must not give again. */
  private @Nullable Session rejected;

  /** The session before the current one: requests that it signed may still be under way. */
  private @Nullable Session previous;

  /** The access key ids of the last sessions that were refused, whichever came since. */
  private final Deque<String> refused = new ArrayDeque<>();

  private final Believed clear = new Believed();
  private final Believed unclear = new Believed();

  RejectedSessions(Clock clock) {
    this.clock = clock;
    this.ends = new SessionEnds(clock);
  }

  @Nullable Session rejected() {
    return rejected;
  }

  /** The current session ends, or another takes its place. */
  void retire(@Nullable Session session) {
    if (session != null) {
      previous = session;
    }
  }

  void reject(Session session) {
    rejected = session;
    previous = session;
    refused.add(session.accessKeyId());
    if (refused.size() > REMEMBERED) {
      refused.remove();
    }
  }

  /**
   * Whether a session was refused before, however it came this time: on the way from another
   * process its expiration shifts with the clocks.
   */
  boolean isRefused(Session session) {
    return refused.contains(session.accessKeyId());
  }

  /** A session came that the source was not told to avoid. */
  void forgive() {
    rejected = null;
  }

  /** A refusal of a request that the current session did not sign: the next signature differs. */
  boolean isWorthAnother(String accessKeyId, Rejection rejection) {
    Session signer = previous;
    return rejection != Rejection.DENIED
        || (signer != null && signer.accessKeyId().equals(accessKeyId) && ends.hasEnded(signer));
  }

  /** Whether a refusal of the current session is about the session. */
  boolean isBelievable(Rejection rejection, Session held, Instant obtained) {
    return switch (rejection) {
      case EXPIRED -> isAmong(clear, CLEAR, held, obtained);
      case PERHAPS_EXPIRED -> isAmong(unclear, UNCLEAR, held, obtained);
      case DENIED -> ends.hasEnded(held);
    };
  }

  /**
   * Believes an answer as one of so many. It could be the answer to every request, of a store that
   * means something else or does not know the session, so that each would cost a session: {@value
   * #UNCLEAR} are believed per half lifetime, and {@value #CLEAR} that are clear.
   */
  private boolean isAmong(Believed answers, int limit, Session held, Instant obtained) {
    Instant now = clock.instant();
    Duration half = Duration.between(obtained, held.expiration()).dividedBy(2);
    boolean setBack = now.isBefore(answers.since);
    if (setBack || !now.isBefore(answers.since.plus(half))) {
      answers.since = now;
      answers.count = 0;
    }
    if (answers.count >= limit) {
      return false;
    }
    answers.count++;
    return true;
  }

  /** How many answers of a kind were believed, since when. */
  private static final class Believed {
    private Instant since = Instant.MIN;
    private int count;
  }
}
