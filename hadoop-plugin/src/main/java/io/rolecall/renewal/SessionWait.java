package io.rolecall.renewal;

import io.rolecall.process.InterruptFlag;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionInterruptedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How callers wait for a session of one role: for the flight that is under way, for those that
 * follow its failure, and for the next session. Thread-safe.
 *
 * @param name what messages call the role
 * @param renewal gets the sessions
 * @param held the session that there is
 * @param environment clock and scheduler
 */
record SessionWait(
    SessionName name, SessionRenewal renewal, HeldSession held, SessionEnvironment environment) {

  /**
   * Joins the flight, and those that follow its failure if the caller is patient.
   *
   * @param wish which session the caller wants
   * @param patient whether the caller waits failures out that may pass
   * @param patience how long the caller waits
   * @return how the role stands in the end
   * @throws SessionInterruptedException if the thread is interrupted
   */
  Standing join(SessionRenewal.Wish wish, boolean patient, Duration patience) {
    LongSupplier nanoTime = environment.nanoTime();
    long deadline = nanoTime.getAsLong() + TimeUnit.NANOSECONDS.convert(patience);
    while (true) {
      long seen = renewal.changes().count();
      long left = deadline - nanoTime.getAsLong();
      Standing standing = renewal.stand(left > 0 ? wish : SessionRenewal.Wish.ANY);
      long pause =
          standing.<Long, RuntimeException>match(
              ready -> 0L, underWay -> left, failed -> patient ? pause(failed) : 0L);
      if (left <= 0 || pause <= 0) {
        return standing;
      }
      pause(seen, Math.min(left, pause));
    }
  }

  /**
   * Waits until there is another session.
   *
   * @param ending the session that there is
   * @param longest how long to wait
   * @throws SessionInterruptedException if the thread is interrupted
   */
  void forNext(Session ending, Duration longest) {
    LongSupplier nanoTime = environment.nanoTime();
    long deadline = nanoTime.getAsLong() + TimeUnit.NANOSECONDS.convert(longest);
    long seen = renewal.changes().count();
    long left = deadline - nanoTime.getAsLong();
    while (left > 0 && ending.isSameAs(held.session())) {
      pause(seen, left);
      seen = renewal.changes().count();
      left = deadline - nanoTime.getAsLong();
    }
  }

  /**
   * Waits until nothing is under way.
   *
   * @param longest how long to wait
   * @throws SessionInterruptedException if the thread is interrupted
   */
  void forLanding(Duration longest) {
    LongSupplier nanoTime = environment.nanoTime();
    long deadline = nanoTime.getAsLong() + TimeUnit.NANOSECONDS.convert(longest);
    long seen = renewal.changes().count();
    long left = deadline - nanoTime.getAsLong();
    while (left > 0 && renewal.isUnderWay()) {
      pause(seen, left);
      seen = renewal.changes().count();
      left = deadline - nanoTime.getAsLong();
    }
  }

  /** Until something happens, at most so long. */
  private void pause(long seen, long nanos) {
    try {
      renewal.changes().await(seen, nanos);
    } catch (InterruptedException e) {
      InterruptFlag.restore();
      throw new SessionInterruptedException(name + ": interrupted while waiting for a session", e);
    }
  }

  /** How long a patient caller waits for the next try; zero if that would be in vain. */
  private long pause(Standing.Failed failed) {
    boolean mayPass = failed.times() > 0 && failed.why().kind() == SessionException.Kind.TRANSIENT;
    return mayPass
        ? Math.max(
            1,
            TimeUnit.NANOSECONDS.convert(
                Duration.between(environment.clock().instant(), failed.retryAt())))
        : 0;
  }
}
