package io.rolecall.renewal;

import static io.rolecall.renewal.SessionLog.LOG;

import io.rolecall.session.Rejection;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Puts the sessions of one role in place, each for its time: from its arrival until it is due, and
 * until it ends, rests, is refused, or another takes its place. Its live session's lock guards it:
 * called with it held, but for what it does when a timer fires.
 */
final class Rotation {

  private final SessionName name;
  private final RenewalPolicy policy;
  private final SessionEnvironment environment;
  private final HeldSession held;
  private final ReentrantLock lock;
  private final Runnable renew;
  private final SessionTimers timers;
  private final SessionEnds ends;
  private final RejectedSessions rejections;
  private Instant obtained = Instant.MIN;

  /** A rotation that has the next session got, without the lock, when the present one is due. */
  Rotation(
      SessionName name,
      RenewalPolicy policy,
      SessionEnvironment environment,
      HeldSession held,
      ReentrantLock lock,
      Runnable renew) {
    this.name = name;
    this.policy = policy;
    this.environment = environment;
    this.held = held;
    this.lock = lock;
    this.renew = renew;
    this.timers = new SessionTimers(environment.clock(), environment.scheduler());
    this.ends = new SessionEnds(environment.clock());
    this.rejections = new RejectedSessions(environment.clock());
  }

  private Instant now() {
    return environment.clock().instant();
  }

  /** What the source must not give again; null in the ordinary case. */
  @Nullable Session rejected() {
    return rejections.rejected();
  }

  /** Why a session that has just arrived cannot be put in place; null if it can. */
  @Nullable SessionException fault(Session session) {
    // It may come with a late answer, after another has brought it and it was refused.
    return rejections.isRefused(session)
        ? new SessionException(
            SessionException.Kind.TRANSIENT,
            "got " + session + " again, which the store has refused",
            null)
        : ends.fault(session);
  }

  /** Whether a session that was obtained elsewhere is better than the present one. */
  boolean isBetter(Session session) {
    Session present = held.session();
    if (session.isSameAs(present)
        || (present != null && !session.expiration().isAfter(present.expiration()))) {
      return false;
    }
    SessionException fault = fault(session);
    if (fault != null) {
      LOG.debug("{}: not taken: {}", name, fault.getMessage());
    }
    return fault == null;
  }

  /** When the present session was obtained; long ago if none was. */
  Instant obtained() {
    return obtained;
  }

  /** Whether there is no session, or its successor may be got. */
  boolean isDue() {
    Session present = held.session();
    return present == null || policy.isDue(obtained, present.expiration(), now());
  }

  /** Puts a session in the place of the present one. */
  void put(Session session) {
    rejections.forgive();
    rejections.retire(held.session());
    obtained = now();
    held.put(SessionLife.of(session));
    LOG.info("{}: got {}", name, session);
    startTimers(session);
  }

  /** There is none newer than the present one. */
  void keep(Session session) {
    if (held.pass(SessionLife::kept).isDue()) {
      startTimers(session);
    }
  }

  private void startTimers(Session session) {
    Instant renewal =
        policy.renewAt(obtained, session.expiration(), environment.chance().getAsDouble());
    timers.renewAt(renewal, () -> renewIfUsed(session));
    timers.endAt(session.expiration(), () -> drop(session));
  }

  /** Has the next session got at this time, and not before. */
  void renewAt(Instant at) {
    timers.renewAt(at, renew);
  }

  private void renewIfUsed(Session session) {
    lock.lock();
    try {
      if (!session.equals(held.session())) {
        return; // Has been replaced just now.
      }
      held.pass(SessionLife::due);
      if (held.look().isResting()) {
        LOG.debug("{}: nobody has used {}; it is renewed when somebody does", name, session);
        // Whoever wakes it has time to use it until the next one is there.
        Duration left = Duration.between(now(), session.expiration());
        timers.renewAt(now().plus(left.dividedBy(2)), () -> spare(session));
        return;
      }
    } finally {
      lock.unlock();
    }
    renew.run();
  }

  /**
   * The present session, which somebody uses; null if there is none. Wakes it if it rests.
   *
   * @param renewal whether the next one is to be got now if it was woken
   */
  @Nullable Session use(boolean renewal) {
    SessionLife before = held.pass(SessionLife::used);
    Session session = before.session();
    if (session != null && before.isResting() && renewal) {
      renewAt(now());
    }
    return session;
  }

  private void spare(Session session) {
    lock.lock();
    try {
      if (session.equals(held.session())) {
        held.pass(SessionLife::late);
      }
    } finally {
      lock.unlock();
    }
  }

  private void drop(Session ended) {
    lock.lock();
    try {
      if (ended.equals(held.session())) {
        end(ended);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends a session whose time is over by the clock, which may have jumped. */
  void dropIfEnded() {
    Session session = held.session();
    if (session != null && ends.hasEnded(session)) {
      end(session);
    }
  }

  private void end(Session session) {
    rejections.retire(session);
    held.put(SessionLife.NONE);
  }

  /** Decides about a refused request; gives the present session up if that was the reason. */
  boolean onRejected(String accessKeyId, Rejection rejection) {
    Session session = held.session();
    if (session == null || !session.accessKeyId().equals(accessKeyId)) {
      // Replaced while the request was under way.
      return rejections.isWorthAnother(accessKeyId, rejection);
    }
    if (!rejections.isBelievable(rejection, session, obtained)) {
      return false;
    }
    LOG.debug("{}: the store refused {} ({})", name, session, rejection);
    rejections.reject(session);
    held.put(SessionLife.NONE);
    return true;
  }

  void close() {
    held.put(SessionLife.NONE);
    timers.cancel();
  }
}
