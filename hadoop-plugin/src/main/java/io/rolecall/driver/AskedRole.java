package io.rolecall.driver;

import io.rolecall.driver.DeclaredRoutes.DeclaredRole;
import io.rolecall.grant.RoleAnswer;
import io.rolecall.grant.RoleOfSet;
import io.rolecall.renewal.LiveSession;
import io.rolecall.renewal.SessionEnvironment;
import io.rolecall.renewal.Standing;
import io.rolecall.session.Rejection;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A declared role that executors have asked for, on the driver. Never waits. Thread-safe. */
final class AskedRole {

  private final Supplier<LiveSession> opening;
  private final Executor flights;
  private final AskAgain again;
  private final BelievedRejections rejections;

  /** Since when its live session is being made; null while it is not. */
  private final AtomicReference<@Nullable Instant> making = new AtomicReference<>();

  private volatile @Nullable LiveSession live;

  /** Why it could not be made the last time. */
  private volatile @Nullable SessionException fault;

  /**
   * A role that nobody has asked for yet.
   *
   * @param declared the role
   * @param opening makes its live session; may wait for others
   * @param environment the threads where that is done, time and chance
   */
  AskedRole(DeclaredRole declared, Supplier<LiveSession> opening, SessionEnvironment environment) {
    this.opening = opening;
    this.flights = environment.flights();
    this.again = new AskAgain(environment.nanoTime(), environment.chance());
    this.rejections =
        new BelievedRejections(environment.clock(), declared.role().terms().duration());
  }

  /** Gives the session up if an executor saw it refused, and is believed. */
  void reject(String asker, Set<String> accessKeyIds) {
    LiveSession known = live;
    Session session = known == null ? null : known.peek();
    if (known != null
        && session != null
        && accessKeyIds.contains(session.accessKeyId())
        && rejections.believe(asker)) {
      known.onRejected(session.accessKeyId(), Rejection.EXPIRED);
    }
  }

  RoleAnswer answer(Instant now) {
    return standing(now)
        .<RoleAnswer, RuntimeException>match(
            ready -> new RoleAnswer.Granted(ready.session()),
            underWay -> new RoleAnswer.UnderWay(again.after(underWay.since(), now)),
            failed -> RoleAnswer.Failed.of(failed.why()));
  }

  private Standing standing(Instant now) {
    LiveSession known = live;
    if (known != null) {
      return known.request();
    }
    SessionException failed = fault;
    if (making.compareAndSet(null, now)) {
      open();
    }
    LiveSession made = live;
    Instant since = making.get();
    if (made != null) {
      return made.request();
    }
    return failed == null
        ? new Standing.UnderWay(since == null ? now : since)
        : new Standing.Failed(failed, 1, now);
  }

  /** To make a live session takes locks of the JVM's metrics, which others may hold. */
  private void open() {
    try {
      flights.execute(this::openNow);
    } catch (RejectedExecutionException e) {
      making.set(null);
    }
  }

  @SuppressWarnings("CatchingThrowable") // whoever asks is told, and would wait in vain otherwise
  private void openNow() {
    try {
      LiveSession made = opening.get();
      live = made;
      var unused = made.request();
    } catch (Throwable e) {
      fault = new SessionException(Kind.TRANSIENT, "no session can be made: " + e, e);
    } finally {
      if (live == null) {
        making.set(null);
      }
    }
  }

  /** What is said of a role that no route leads to. */
  static RoleAnswer unknown(RoleOfSet role) {
    return new RoleAnswer.Failed(
        Kind.PERMANENT,
        "the driver has no route to this role with these terms (fingerprint "
            + role
            + "). What executors may have is what the driver's configuration declared when the job"
            + " started: if the route came with a token, submit the job with tokens of the same"
            + " configuration; else declare the route before the job starts");
  }
}
