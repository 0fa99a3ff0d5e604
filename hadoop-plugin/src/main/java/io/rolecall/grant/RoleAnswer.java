package io.rolecall.grant;

import static java.util.Objects.requireNonNull;

import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** What a driver answers when it is asked for the session of a role. */
public sealed interface RoleAnswer {

  /** What each kind of answer means to the caller; see {@link io.rolecall.route.Access#match}. */
  <R> R match(
      Function<? super Granted, ? extends R> granted,
      Function<? super UnderWay, ? extends R> underWay,
      Function<? super Failed, ? extends R> failed);

  /**
   * The session, if there is one.
   *
   * @return the session; empty if the driver is getting one, or cannot
   */
  default Optional<Session> granted() {
    return this.<Optional<Session>>match(
        given -> Optional.of(given.session()),
        underWay -> Optional.empty(),
        failed -> Optional.empty());
  }

  /**
   * A session.
   *
   * @param session it had not ended when the answer was written, by the driver's clock
   */
  record Granted(Session session) implements RoleAnswer {

    /** Checks that nothing is null. */
    public Granted {
      requireNonNull(session, "session");
    }

    @Override
    public <R> R match(
        Function<? super Granted, ? extends R> granted,
        Function<? super UnderWay, ? extends R> underWay,
        Function<? super Failed, ? extends R> failed) {
      return granted.apply(this);
    }
  }

  /**
   * The driver is getting one.
   *
   * @param again when to ask again, from now
   */
  record UnderWay(Duration again) implements RoleAnswer {

    /** Checks that nothing is null. */
    public UnderWay {
      requireNonNull(again, "again");
    }

    @Override
    public <R> R match(
        Function<? super Granted, ? extends R> granted,
        Function<? super UnderWay, ? extends R> underWay,
        Function<? super Failed, ? extends R> failed) {
      return underWay.apply(this);
    }
  }

  /**
   * There is none.
   *
   * @param kind whether asking again may help
   * @param why why, and what to do
   */
  record Failed(SessionException.Kind kind, String why) implements RoleAnswer {

    /** Checks that nothing is null. */
    public Failed {
      requireNonNull(kind, "kind");
      requireNonNull(why, "why");
    }

    /**
     * An answer for a failure.
     *
     * @param failure why there is no session
     * @return the answer
     */
    public static Failed of(SessionException failure) {
      return new Failed(failure.kind(), String.valueOf(failure.getMessage()));
    }

    /**
     * The failure, for whoever asked.
     *
     * @return the exception; without the driver's stack trace
     */
    public SessionException failure() {
      return new SessionException(kind, why, null);
    }

    @Override
    public <R> R match(
        Function<? super Granted, ? extends R> granted,
        Function<? super UnderWay, ? extends R> underWay,
        Function<? super Failed, ? extends R> failed) {
      return failed.apply(this);
    }
  }
}
