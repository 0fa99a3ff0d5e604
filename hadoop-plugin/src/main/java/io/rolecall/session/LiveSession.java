package io.rolecall.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session of one role that is valid now.
 *
 * <p>{@link #current()} is two volatile reads while there is a valid session. A session is renewed
 * in the background before it ends and swapped in place; when renewals fail, the old one is used
 * for as long as it is valid, and the first failure of a series is logged. A session that nobody
 * has used is not renewed until somebody does. Only a caller who finds no valid session waits: it
 * gets the next one on its own thread (one flight at a time, no lock held), and gives up with a
 * {@link SessionUnavailableException} when its patience ends or the failure is permanent.
 * Thread-safe.
 */
public final class LiveSession {

  private static final Logger LOG = LoggerFactory.getLogger(LiveSession.class);

  private final String name;
  private final SessionSource source;
  private final RenewalPolicy policy;
  private final Clock clock;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** The valid session. Written under the lock. */
  private final HeldSession held = new HeldSession();

  // All below: under the lock.
  private final Appointments appointments;
  private final RefusedSessions refusals;
  private final SessionTally tally = new SessionTally();
  private Instant obtained = Instant.MIN;
  private @Nullable FailureSeries failures;
  private boolean inFlight;
  private boolean closed;

  LiveSession(
      String name,
      SessionSource source,
      RenewalPolicy policy,
      Clock clock,
      ScheduledExecutorService scheduler) {
    this.name = name;
    this.source = source;
    this.policy = policy;
    this.clock = clock;
    this.appointments = new Appointments(clock, scheduler);
    this.refusals = new RefusedSessions(clock);
  }

  /**
   * The valid session.
   *
   * @return a session; waits for one if there is none
   * @throws SessionUnavailableException if none can be had
   */
  public Session current() {
    Session session = held.use();
    return session != null ? session : await(true);
  }

  /**
   * The valid session, for a caller that passes it on: gets one if there is none, or one that
   * nobody has used is due for renewal; but does not wait out a failure.
   *
   * @return a session
   * @throws SessionException if there is none and the last try failed
   */
  public Session currentOrFail() throws SessionException {
    Session session = held.useUnlessDue();
    if (session != null) {
      return session;
    }
    try {
      return await(false);
    } catch (SessionUnavailableException e) {
      throw e.getCause() instanceof SessionException failure
          ? failure
          : new SessionException(
              SessionException.Kind.TRANSIENT, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The valid session, without waiting and without using it.
   *
   * @return a session, or null if there is none now
   */
  public @Nullable Session peek() {
    return held.look();
  }

  /**
   * Gets the next session now, though the current one is valid. Failures are met as those of any
   * renewal.
   */
  public void renewNow() {
    renew();
  }

  /**
   * Takes a session that was obtained elsewhere, for example in the answer to another route's
   * question, if it outlives the current one.
   *
   * @param session a session of this role
   */
  public void offer(Session session) {
    lock.lock();
    try {
      Session known = held.look();
      if (!closed
          && !refusals.isRefused(session)
          && !refusals.hasEnded(session)
          && !session.isSameAs(known)
          && (known == null || session.expiration().isAfter(known.expiration()))) {
        install(session);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Judges a request that the store refused, and gives its session up if that was the reason.
   *
   * @param accessKeyId the access key id that signed the request
   * @param refusal what the store's answer says
   * @return whether the request is worth signing again
   */
  public boolean refused(String accessKeyId, Refusal refusal) {
    lock.lock();
    try {
      boolean again = judge(accessKeyId, refusal);
      if (again) {
        tally.signedAgain();
      }
      return again;
    } finally {
      lock.unlock();
    }
  }

  private boolean judge(String accessKeyId, Refusal refusal) {
    Session session = held.look();
    if (session == null || !session.accessKeyId().equals(accessKeyId)) {
      // Replaced while the request was under way.
      return refusals.isWorthAnother(accessKeyId, refusal);
    }
    if (!refusals.isBelievable(refusal, session, obtained)) {
      return false;
    }
    LOG.debug("{}: the store refused {} ({})", name, session, refusal);
    refusals.reject(session);
    held.clear();
    return true;
  }

  private Session await(boolean patient) {
    long deadline = System.nanoTime() + policy.patience().toNanos();
    lock.lock();
    try {
      while (true) {
        long left = deadline - System.nanoTime();
        FailureSeries failed = failures;
        // Whoever it is passed on to would be back soon, so for them a newer one is tried first.
        boolean any = patient || failed != null || left <= 0;
        if (any && held.isResting()) {
          wake();
        }
        Session session = any ? held.use() : held.useUnlessDue();
        if (session != null) {
          return session;
        }
        if (closed) {
          throw new SessionUnavailableException(name + ": closed", null);
        }
        boolean failing = failed != null && failed.isPausing(clock.instant());
        if (left <= 0 || (failed != null && failing && !(patient && failed.mayPass()))) {
          throw unavailable(failed);
        }
        if (inFlight) {
          changed.awaitNanos(left);
        } else if (failed != null && failing) {
          long pause = Duration.between(clock.instant(), failed.retryAt()).toNanos();
          changed.awaitNanos(Math.min(left, pause));
        } else {
          fly();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SessionUnavailableException(name + ": interrupted while waiting for a session", e);
    } finally {
      lock.unlock();
    }
  }

  private SessionUnavailableException unavailable(@Nullable FailureSeries failed) {
    return failed != null
        ? failed.unavailable(name)
        : new SessionUnavailableException(
            name
                + ": no session within "
                + policy.patience().toSeconds()
                + " s; the source is slow",
            null);
  }

  /** Gets the next session on this thread. Called with the lock held, which is free meanwhile. */
  private void fly() {
    inFlight = true;
    Session refused = refusals.rejected();
    lock.unlock();
    long start = System.nanoTime();
    Session session = null;
    SessionException failure = null;
    try {
      session = valid(source.obtain(refused));
    } catch (SessionException e) {
      failure = e;
    } catch (RuntimeException e) {
      failure = new SessionException(SessionException.Kind.TRANSIENT, e.toString(), e);
    } catch (LinkageError e) {
      // A jar is missing. That must end neither the renewals nor the patience of callers.
      failure = new SessionException(SessionException.Kind.PERMANENT, e.toString(), e);
    } finally {
      lock.lock();
      inFlight = false;
      tally.asked(System.nanoTime() - start);
      if (session != null && !closed) {
        install(session);
      } else if (failure != null && !closed) {
        noteFailure(failure);
      }
      changed.signalAll();
    }
  }

  private Session valid(Session session) throws SessionException {
    if (refusals.hasEnded(session)) {
      throw new SessionException(
          SessionException.Kind.TRANSIENT,
          "got " + session + ", which has ended already; compare the clocks",
          null);
    }
    return session;
  }

  private void install(Session session) {
    if (session.isSameAs(held.look())) {
      // Came with the answer to another route's question, or there is none newer.
      if (held.isDue()) {
        held.keep();
        appoint(session);
      }
      return;
    }
    if (failures != null) {
      LOG.info("{}: sessions can be had again after {} failures", name, failures.count());
    }
    failures = null;
    refusals.forgive();
    refusals.retire(held.look());
    tally.gotSession();
    obtained = clock.instant();
    held.put(session);
    LOG.info("{}: got {}", name, session);
    appoint(session);
    changed.signalAll();
  }

  private void appoint(Session session) {
    double random = ThreadLocalRandom.current().nextDouble();
    Instant renewal = policy.renewAt(obtained, session.expiration(), random);
    appointments.renewAt(renewal, () -> renewIfUsed(session));
    appointments.endAt(session.expiration(), () -> drop(session));
  }

  private void noteFailure(SessionException failure) {
    double random = ThreadLocalRandom.current().nextDouble();
    FailureSeries series = FailureSeries.after(failures, failure, clock.instant(), policy, random);
    failures = series;
    tally.failed();
    if (series.count() == 1) {
      LOG.warn(
          "{}: no new session: {}. {} Trying again from {} on; further failures are not logged.",
          name,
          failure.getMessage(),
          series.consequence(held.look(), policy),
          series.retryAt());
    } else {
      LOG.debug("{}: failure {}", name, series.count(), failure);
    }
    appointments.renewAt(series.retryAt(), this::renew);
  }

  private void renewIfUsed(Session session) {
    lock.lock();
    try {
      if (!session.equals(held.look())) {
        return; // Has been replaced just now.
      }
      if (held.restIfUnused()) {
        LOG.debug("{}: nobody has used {}; it is renewed when somebody does", name, session);
        // Whoever wakes it has time to use it until the next one is there.
        Duration left = Duration.between(clock.instant(), session.expiration());
        appointments.endAt(clock.instant().plus(left.dividedBy(2)), () -> drop(session));
        return;
      }
    } finally {
      lock.unlock();
    }
    renew();
  }

  private void wake() {
    held.wake();
    Session session = held.look();
    if (session != null) {
      appointments.endAt(session.expiration(), () -> drop(session));
    }
    if (failures == null) {
      appointments.renewAt(clock.instant(), this::renew);
    }
  }

  private void renew() {
    lock.lock();
    try {
      // A permanent failure with no session left: nobody may want one, so only a caller asks again.
      boolean idle = held.look() == null && failures != null && !failures.mayPass();
      if (!closed && !inFlight && !idle) {
        fly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void drop(Session ended) {
    lock.lock();
    try {
      if (ended.equals(held.look())) {
        refusals.retire(ended);
        held.clear();
      }
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      held.clear();
      appointments.cancel();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * What it has been through so far.
   *
   * @return a snapshot
   */
  public SessionStatistics statistics() {
    lock.lock();
    try {
      Session session = held.isResting() ? null : held.look();
      return tally.statistics(session == null ? null : session.expiration());
    } finally {
      lock.unlock();
    }
  }

  /** The name; no credentials. */
  @Override
  public String toString() {
    return name;
  }
}
