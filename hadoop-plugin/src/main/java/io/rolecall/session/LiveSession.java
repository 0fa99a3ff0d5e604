package io.rolecall.session;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session of one role that is valid now.
 *
 * <p>{@link #current()} is one volatile read while there is a valid session. A session is renewed
 * in the background before it ends and swapped in place; when renewals fail, the old one is used
 * for as long as it is valid, and the first failure of a series is logged. Only a caller who finds
 * no valid session waits: it gets the next one on its own thread (one flight at a time, no lock
 * held), and gives up with a {@link SessionUnavailableException} when its patience ends or the
 * failure is permanent. Thread-safe.
 */
public final class LiveSession {

  private static final Logger LOG = LoggerFactory.getLogger(LiveSession.class);

  private final String name;
  private final SessionSource source;
  private final RenewalPolicy policy;
  private final Clock clock;
  private final ScheduledExecutorService scheduler;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** The valid session; null when there is none. Written under the lock. */
  private volatile @Nullable Session current;

  // All below: under the lock.
  private @Nullable Session rejected;
  private @Nullable Session previous;
  private Instant obtained = Instant.MIN;
  private Instant doubted = Instant.MIN;
  private @Nullable Failures failures;
  private boolean inFlight;
  private boolean closed;
  private @Nullable Future<?> nextRenewal;
  private @Nullable Future<?> end;

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
    this.scheduler = scheduler;
  }

  /** Failures in a row since the last session was obtained. */
  private record Failures(SessionException last, int count, Instant retryAt) {

    boolean mayPass() {
      return last.kind() == SessionException.Kind.TRANSIENT;
    }
  }

  /**
   * The valid session.
   *
   * @return a session; waits for one if there is none
   * @throws SessionUnavailableException if none can be had
   */
  public Session current() {
    Session session = current;
    return session != null ? session : await(true);
  }

  /**
   * The valid session, for a caller that others wait for: gets one if there is none, but does not
   * wait out a failure.
   *
   * @return a session
   * @throws SessionException if there is none and the last try failed
   */
  public Session currentOrFail() throws SessionException {
    Session session = current;
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
   * The valid session, without waiting.
   *
   * @return a session, or null if there is none now
   */
  public @Nullable Session peek() {
    return current;
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
      Session held = current;
      if (!closed
          && !session.equals(rejected)
          && !hasEnded(session)
          && (held == null || session.expiration().isAfter(held.expiration()))) {
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
      Session held = current;
      if (held == null || !held.accessKeyId().equals(accessKeyId)) {
        // Replaced while the request was under way. The next signature has another session.
        return refusal != Refusal.DENIED || hasEnded(previous, accessKeyId);
      }
      if (!isBelievable(refusal, held)) {
        return false;
      }
      LOG.debug("{}: the store refused {} ({})", name, held, refusal);
      rejected = held;
      previous = held;
      current = null;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean isBelievable(Refusal refusal, Session held) {
    return switch (refusal) {
      case EXPIRED -> true;
      case PERHAPS_EXPIRED -> doubt(held);
      case DENIED -> hasEnded(held, held.accessKeyId());
    };
  }

  /**
   * Believes an answer that may mean something else. It could be the answer to every request, so
   * that each would cost a session: one is believed per half lifetime.
   */
  private boolean doubt(Session held) {
    Instant now = clock.instant();
    Duration half = Duration.between(obtained, held.expiration()).dividedBy(2);
    if (now.isBefore(doubted.plus(half))) {
      return false;
    }
    doubted = now;
    return true;
  }

  private boolean hasEnded(@Nullable Session session, String accessKeyId) {
    return session != null && session.accessKeyId().equals(accessKeyId) && hasEnded(session);
  }

  private boolean hasEnded(Session session) {
    return !clock.instant().isBefore(session.expiration());
  }

  private Session await(boolean patient) {
    long deadline = System.nanoTime() + policy.patience().toNanos();
    lock.lock();
    try {
      while (true) {
        Session session = current;
        if (session != null) {
          return session;
        }
        if (closed) {
          throw new SessionUnavailableException(name + ": closed", null);
        }
        long left = deadline - System.nanoTime();
        Failures failed = failures;
        boolean failing = failed != null && clock.instant().isBefore(failed.retryAt);
        if (left <= 0 || (failed != null && failing && !(patient && failed.mayPass()))) {
          throw unavailable(failed);
        }
        if (inFlight) {
          changed.awaitNanos(left);
        } else if (failed != null && failing) {
          long pause = Duration.between(clock.instant(), failed.retryAt).toNanos();
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

  private SessionUnavailableException unavailable(@Nullable Failures failed) {
    if (failed == null) {
      return new SessionUnavailableException(
          name + ": no session within " + policy.patience().toSeconds() + " s; the source is slow",
          null);
    }
    return new SessionUnavailableException(
        name
            + ": "
            + failed.last.getMessage()
            + " (failed "
            + failed.count
            + " time"
            + (failed.count == 1 ? "" : "s")
            + "; next try at "
            + failed.retryAt
            + ")",
        failed.last);
  }

  /** Gets the next session on this thread. Called with the lock held, which is free meanwhile. */
  private void fly() {
    inFlight = true;
    Session refused = rejected;
    lock.unlock();
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
      if (session != null && !closed) {
        install(session);
      } else if (failure != null && !closed) {
        noteFailure(failure);
      }
      changed.signalAll();
    }
  }

  private Session valid(Session session) throws SessionException {
    if (hasEnded(session)) {
      throw new SessionException(
          SessionException.Kind.TRANSIENT,
          "got " + session + ", which has ended already; compare the clocks",
          null);
    }
    return session;
  }

  private void install(Session session) {
    if (session.equals(current)) {
      return; // Came with the answer to another route's question.
    }
    if (failures != null) {
      LOG.info("{}: sessions can be had again after {} failures", name, failures.count);
    }
    failures = null;
    rejected = null;
    if (current != null) {
      previous = current;
    }
    obtained = clock.instant();
    current = session;
    LOG.info("{}: got {}", name, session);
    scheduleRenewal(
        policy.renewAt(obtained, session.expiration(), ThreadLocalRandom.current().nextDouble()));
    cancel(end);
    end = schedule(() -> drop(session), session.expiration());
    changed.signalAll();
  }

  private void noteFailure(SessionException failure) {
    int count = failures == null ? 1 : failures.count + 1;
    Instant retryAt =
        clock.instant().plus(policy.backoff(count, ThreadLocalRandom.current().nextDouble()));
    failures = new Failures(failure, count, retryAt);
    if (count == 1) {
      LOG.warn(
          "{}: no new session: {}. {} Trying again from {} on; further failures are not logged.",
          name,
          failure.getMessage(),
          consequence(failures),
          retryAt);
    } else {
      LOG.debug("{}: failure {}", name, count, failure);
    }
    scheduleRenewal(retryAt);
  }

  private String consequence(Failures failed) {
    Session held = current;
    if (held != null) {
      return "The current one serves until " + held.expiration() + ".";
    }
    return failed.mayPass()
        ? "Requests wait up to " + policy.patience().toSeconds() + " s for one."
        : "Requests fail.";
  }

  private void scheduleRenewal(Instant at) {
    cancel(nextRenewal);
    nextRenewal = schedule(this::renew, at);
  }

  private void renew() {
    lock.lock();
    try {
      // A permanent failure with no session left: nobody may want one, so only a caller asks again.
      boolean idle = current == null && failures != null && !failures.mayPass();
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
      if (ended.equals(current)) {
        previous = ended;
        current = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private Future<?> schedule(Runnable task, Instant at) {
    long delay = Math.max(0, Duration.between(clock.instant(), at).toMillis());
    return requireNonNull(scheduler.schedule(task, delay, TimeUnit.MILLISECONDS));
  }

  private static void cancel(@Nullable Future<?> task) {
    if (task != null) {
      task.cancel(false);
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      current = null;
      cancel(nextRenewal);
      cancel(end);
      changed.signalAll();
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
