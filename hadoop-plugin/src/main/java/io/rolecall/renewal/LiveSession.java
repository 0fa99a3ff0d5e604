package io.rolecall.renewal;

import io.rolecall.session.Rejection;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionInterruptedException;
import io.rolecall.session.SessionSource;
import io.rolecall.session.SessionUnavailableException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The session of one role that is valid now.
 *
 * <p>{@link #current()} is one volatile read while there is a valid session. A session is renewed
 * in the background before it ends and swapped in place; when renewals fail, the old one is used
 * for as long as it is valid, and the first failure of a series is logged. A session that nobody
 * has used is not renewed until somebody does. Only a caller who finds no valid session waits: it
 * joins the flight that is under way for the role, or begins one, and gives up with a {@link
 * SessionUnavailableException} when its patience ends or the failure is permanent. A flight runs on
 * a thread of its own, so that no caller's fate is another's. Thread-safe.
 */
public final class LiveSession {

  private final SessionName name;
  private final RenewalPolicy policy;
  private final SessionEnvironment environment;
  private final SessionEnds ends;
  private final HeldSession held = new HeldSession();
  private final SessionRenewal renewal;
  private final SessionWait waiting;

  LiveSession(
      String name, SessionSource source, RenewalPolicy policy, SessionEnvironment environment) {
    this.name = new SessionName(name);
    this.policy = policy;
    this.environment = environment;
    this.ends = new SessionEnds(environment.clock());
    this.renewal = new SessionRenewal(this.name, source, policy, environment, held);
    this.waiting = new SessionWait(this.name, renewal, held, environment);
  }

  /**
   * The valid session. The clock is not read: its end is a matter of the scheduler, and after a
   * jump of the clock a matter of the store, whose refusal has the request signed again.
   *
   * @return a session; waits for one if there is none
   * @throws SessionUnavailableException if none can be had
   * @throws SessionInterruptedException if the thread is interrupted while it waits
   */
  public Session current() {
    Session session = held.sign();
    if (session != null) {
      return session;
    }
    return waiting
        .join(SessionRenewal.Wish.ANY, true, policy.patience())
        .match(
            Standing.Ready::session,
            underWay -> {
              throw new SessionUnavailableException(slow(), null);
            },
            failed -> {
              throw unavailable(failed);
            });
  }

  /**
   * The valid session, for a caller that passes it on: gets one if there is none, or one that
   * nobody has used is due for renewal; but does not wait out a failure.
   *
   * @return a session that has not ended by this process's clock
   * @throws SessionException if there is none and the last try failed
   * @throws SessionInterruptedException if the thread is interrupted while it waits
   */
  public Session currentOrFail() throws SessionException {
    return currentOrFail(policy.patience());
  }

  /**
   * The same, for a caller who has waited for others before.
   *
   * @param patience how long to wait
   * @return a session that has not ended by this process's clock
   * @throws SessionException if there is none and the last try failed
   * @throws SessionInterruptedException if the thread is interrupted while it waits
   */
  public Session currentOrFail(Duration patience) throws SessionException {
    return waiting
        .join(SessionRenewal.Wish.NEWEST, false, patience)
        .match(
            Standing.Ready::session,
            underWay -> {
              throw new SessionException(SessionException.Kind.TRANSIENT, slow(), null);
            },
            failed -> {
              throw failed.why();
            });
  }

  /**
   * A session that does not end at once, for a caller that signs by itself and will not sign again
   * if it has ended on the way. Near the end of a session in use, the next one is overdue, so it
   * waits a little: for half of what is left at most, so that a renewal that fails breaks nothing.
   *
   * @param least how long it is to last
   * @return a session that has not ended by this process's clock; one that lasts so long, if there
   *     is one in time
   * @throws SessionException if there is none and the last try failed
   * @throws SessionInterruptedException if the thread is interrupted while it waits
   */
  public Session lasting(Duration least) throws SessionException {
    Session session = currentOrFail();
    Duration left = Duration.between(environment.clock().instant(), session.expiration());
    if (left.compareTo(least) >= 0) {
      return session;
    }
    waiting.forNext(session, left.dividedBy(2));
    return currentOrFail();
  }

  /**
   * How the role stands, for a caller that may never wait and passes sessions on. Begins a flight
   * if there is no session, or one that nobody has used is due for renewal; that one is given only
   * if there is no newer one soon.
   *
   * @return a session that has not ended by this process's clock, and counts as used; or that one
   *     is under way; or why there is none
   */
  public Standing request() {
    return renewal.stand(SessionRenewal.Wish.NEWEST_IF_SOON);
  }

  /**
   * The valid session, without waiting and without using it.
   *
   * @return a session that has not ended by this process's clock, or null if there is none now
   */
  public @Nullable Session peek() {
    Session session = held.session();
    return session == null || ends.hasEnded(session) ? null : session;
  }

  /**
   * Whether anybody has used the session that there is now.
   *
   * @return false if there is none, or nobody has; the renewal of such a one can wait
   */
  public boolean isUsed() {
    return held.look().inUse() != null;
  }

  /**
   * Begins to get the next session, though the current one is valid, and does not wait for it.
   * Failures are met as those of any renewal.
   */
  public void renewNow() {
    renewal.renew();
  }

  /**
   * Begins to get the next session if it is due by the policy, and the source has not failed just
   * now: for whoever renews several roles at once. Does not wait for it.
   */
  public void renewIfDue() {
    renewal.renewIfDue();
  }

  /**
   * Waits until the source has answered, if it was asked.
   *
   * @param longest how long to wait
   * @throws SessionInterruptedException if the thread is interrupted while it waits
   */
  public void awaitAnswer(Duration longest) {
    waiting.forLanding(longest);
  }

  /**
   * How the renewal stands, without waiting, asking, or using the session.
   *
   * @return the session, and whether the next one is late
   */
  public RenewalOutlook outlook() {
    return renewal.outlook();
  }

  /**
   * Takes a session that was obtained elsewhere, for example in the answer to another route's
   * question, if it outlives the current one.
   *
   * @param session a session of this role
   */
  public void offer(Session session) {
    renewal.offer(session);
  }

  /**
   * Decides about a request that the store refused: gives its session up if that was the reason.
   *
   * @param accessKeyId the access key id that signed the request
   * @param rejection what the store's answer says
   * @return whether the request is worth signing again
   */
  public boolean onRejected(String accessKeyId, Rejection rejection) {
    return renewal.onRejected(accessKeyId, rejection);
  }

  private String slow() {
    return name + ": no session within " + policy.patience().toSeconds() + " s; the source is slow";
  }

  private SessionUnavailableException unavailable(Standing.Failed failed) {
    if (failed.times() == 0) {
      return new SessionUnavailableException(String.valueOf(failed.why().getMessage()), null);
    }
    return new SessionUnavailableException(
        name
            + ": "
            + failed.why().getMessage()
            + " (failed "
            + failed.times()
            + " time"
            + (failed.times() == 1 ? "" : "s")
            + "; next try at "
            + failed.retryAt()
            + ")",
        failed.why());
  }

  void close() {
    renewal.close();
  }

  /**
   * What it has been through so far.
   *
   * @return a snapshot
   */
  public SessionStatistics statistics() {
    return renewal.statistics();
  }

  /**
   * Says that the session serves another location too.
   *
   * @param another {@code location -> role}
   */
  public void alsoServes(String another) {
    name.add(another);
  }

  /**
   * The name of the location that needed it first, which does not change.
   *
   * @return {@code location -> role}
   */
  public String firstName() {
    return name.first();
  }

  /** The locations that it serves, some of them if there are many, and the role; no credentials. */
  @Override
  public String toString() {
    return name.toString();
  }
}
