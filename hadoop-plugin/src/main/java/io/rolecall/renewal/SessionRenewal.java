package io.rolecall.renewal;

import static io.rolecall.renewal.SessionLog.LOG;

import io.rolecall.session.Rejection;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionSource;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Gets the sessions of one role: when somebody finds none, ahead of the end of one that is used,
 * and again after failures. Never waits: the source is asked on a thread of the flights, at most
 * one at a time, and no lock is held meanwhile. Thread-safe.
 */
final class SessionRenewal {

  private final SessionName name;
  private final SessionSource source;
  private final RenewalPolicy policy;
  private final SessionEnvironment environment;

  /** Marked as used by anybody; else written under the lock. */
  private final HeldSession held;

  private final ReentrantLock lock;
  private final Changes changes;

  // All below: under the lock.
  private final Rotation rotation;
  private final SessionTally tally = new SessionTally();
  private @Nullable FailureSeries failures;
  private @Nullable Flight flight;
  private boolean closed;

  SessionRenewal(
      SessionName name,
      SessionSource source,
      RenewalPolicy policy,
      SessionEnvironment environment,
      HeldSession held) {
    this.name = name;
    this.source = source;
    this.policy = policy;
    this.environment = environment;
    this.held = held;
    this.lock = environment.locks().get();
    this.changes = new Changes(lock);
    this.rotation = new Rotation(name, policy, environment, held, lock, this::renew);
  }

  /** Which session a caller wants. */
  enum Wish {
    /** Any that is valid; a spare one if there is no newer one soon. */
    ANY,
    /** One that is not due for renewal, as it is passed on: whoever gets it would be back soon. */
    NEWEST,
    /** The same, while the flight for it is young. */
    NEWEST_IF_SOON
  }

  /** What callers wait for. */
  Changes changes() {
    return changes;
  }

  /** How the role stands, for somebody who wants a session: begins a flight if that is needed. */
  Standing stand(Wish wish) {
    Flight begun;
    lock.lock();
    try {
      Standing standing = known(wish);
      if (standing != null) {
        return standing;
      }
      begun = begin();
    } finally {
      lock.unlock();
    }
    launch(begun);
    lock.lock();
    try {
      Standing standing = known(wish);
      return standing == null ? new Standing.UnderWay(begun.since()) : standing;
    } finally {
      lock.unlock();
    }
  }

  /** How the role stands; null if a flight has to begin. */
  private @Nullable Standing known(Wish wish) {
    Instant now = environment.clock().instant();
    rotation.dropIfEnded();
    FailureSeries failed = failures;
    Flight underWay = flight;
    boolean soon = underWay == null || isYoung(underWay);
    boolean any =
        failed != null
            || switch (wish) {
              case ANY -> !(held.look().isSpare() && soon);
              case NEWEST -> false;
              case NEWEST_IF_SOON -> !soon;
            };
    if (any || !held.look().isDue()) {
      Session session = rotation.use(failed == null);
      if (session != null) {
        return new Standing.Ready(session);
      }
    }
    if (closed) {
      return new Standing.Failed(
          new SessionException(SessionException.Kind.TRANSIENT, name + ": closed", null), 0, now);
    }
    if (failed != null && failed.isPausing(now)) {
      return failed.standing();
    }
    return underWay == null ? null : new Standing.UnderWay(underWay.since());
  }

  private boolean isYoung(Flight underWay) {
    long age = environment.nanoTime().getAsLong() - underWay.startNanos();
    return age < TimeUnit.NANOSECONDS.convert(policy.firstBackoff());
  }

  /** Begins a flight. Called with the lock held; {@link #launch} without. */
  private Flight begin() {
    Flight begun =
        new Flight(
            environment.clock().instant(), environment.nanoTime().getAsLong(), rotation.rejected());
    flight = begun;
    return begun;
  }

  @SuppressWarnings("CatchingThrowable")
  private void launch(Flight begun) {
    try {
      environment.flights().execute(() -> land(begun, begun.ask(source)));
    } catch (Throwable e) {
      // No thread could be had.
      land(begun, Flight.Landing.failed(e));
    }
  }

  private void land(Flight begun, Flight.Landing landing) {
    lock.lock();
    try {
      if (flight != begun) {
        return;
      }
      flight = null;
      tally.asked(environment.nanoTime().getAsLong() - begun.startNanos());
      if (closed) {
        return;
      }
      Session session = landing.session();
      SessionException failure = landing.failure();
      if (session != null) {
        failure = rotation.fault(session);
      }
      if (failure != null) {
        noteFailure(failure);
      } else if (session != null) {
        install(session);
      }
    } finally {
      changes.announce();
      lock.unlock();
    }
  }

  private void install(Session session) {
    if (session.isSameAs(held.session())) {
      // Came with the answer to another route's question, or there is none newer.
      rotation.keep(session);
      return;
    }
    if (failures != null) {
      LOG.info("{}: sessions can be had again after {} failures", name, failures.count());
    }
    failures = null;
    tally.gotSession();
    rotation.put(session);
  }

  private void noteFailure(SessionException failure) {
    FailureSeries series =
        FailureSeries.after(
            failures,
            failure,
            environment.clock().instant(),
            policy,
            environment.chance().getAsDouble());
    failures = series;
    tally.failed();
    if (series.count() == 1) {
      LOG.warn(
          "{}: no new session: {}. {} Trying again from {} on; further failures are not logged.",
          name,
          failure.getMessage(),
          series.consequence(held.session(), policy),
          series.retryAt());
    } else {
      LOG.debug("{}: failure {}", name, series.count(), failure);
    }
    rotation.renewAt(series.retryAt());
  }

  /** Begins a flight for the next session, whether or not there is a valid one. */
  void renew() {
    Flight begun;
    lock.lock();
    try {
      // A permanent failure with no session left: nobody may want one, so only a caller asks again.
      boolean idle = held.session() == null && failures != null && !failures.mayPass();
      if (closed || flight != null || idle) {
        return;
      }
      begun = begin();
    } finally {
      lock.unlock();
    }
    launch(begun);
  }

  /** Begins a flight if the next session is due, unless a failure is too young. */
  void renewIfDue() {
    Flight begun;
    lock.lock();
    try {
      rotation.dropIfEnded();
      boolean pausing = failures != null && failures.isPausing(environment.clock().instant());
      if (closed || flight != null || pausing || !rotation.isDue()) {
        return;
      }
      begun = begin();
    } finally {
      lock.unlock();
    }
    launch(begun);
  }

  boolean isUnderWay() {
    lock.lock();
    try {
      return flight != null && !closed;
    } finally {
      lock.unlock();
    }
  }

  RenewalOutlook outlook() {
    lock.lock();
    try {
      rotation.dropIfEnded();
      Session session = held.session();
      Instant now = environment.clock().instant();
      Instant obtained = session == null ? now : rotation.obtained();
      Flight underWay = flight;
      boolean young = underWay == null || isYoung(underWay);
      return new RenewalOutlook(
          session,
          obtained,
          rotation.isDue()
              ? RenewalOutlook.Late.of(session, failures, young ? null : underWay, now)
              : null);
    } finally {
      lock.unlock();
    }
  }

  void offer(Session session) {
    lock.lock();
    try {
      if (!closed && rotation.isBetter(session)) {
        install(session);
        changes.announce();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean onRejected(String accessKeyId, Rejection rejection) {
    lock.lock();
    try {
      boolean again = rotation.onRejected(accessKeyId, rejection);
      if (again) {
        tally.signedAgain();
      }
      return again;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      rotation.close();
      changes.announce();
    } finally {
      lock.unlock();
    }
  }

  SessionStatistics statistics() {
    lock.lock();
    try {
      SessionLife now = held.look();
      Session session = now.isResting() ? null : now.session();
      return tally.statistics(session == null ? null : session.expiration());
    } finally {
      lock.unlock();
    }
  }
}
