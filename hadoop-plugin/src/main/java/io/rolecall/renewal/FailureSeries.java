package io.rolecall.renewal;

import io.rolecall.session.RenewalPolicy;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The failures to get a session since the last one was obtained.
 *
 * @param last the last of them
 * @param count how many there were in a row
 * @param since when the first of them was
 * @param at when it was
 * @param retryAt when the source is asked again
 */
record FailureSeries(SessionException last, int count, Instant since, Instant at, Instant retryAt) {

  /** The series with one more failure. */
  static FailureSeries after(
      @Nullable FailureSeries before,
      SessionException failure,
      Instant now,
      RenewalPolicy policy,
      double random) {
    int count = before == null ? 1 : before.count + 1;
    Instant since = before == null ? now : before.since;
    return new FailureSeries(failure, count, since, now, now.plus(policy.backoff(count, random)));
  }

  boolean mayPass() {
    return last.kind() == SessionException.Kind.TRANSIENT;
  }

  /** Whether it is too early to ask again. A clock that was set back does not make it so. */
  boolean isPausing(Instant now) {
    return !now.isBefore(at) && now.isBefore(retryAt);
  }

  /** What a caller is told who wants a session and gets none. */
  Standing.Failed standing() {
    return new Standing.Failed(last, count, retryAt);
  }

  /** What the failures mean for requests. */
  String consequence(@Nullable Session held, RenewalPolicy policy) {
    if (held != null) {
      return "The current one serves until " + held.expiration() + ".";
    }
    return mayPass()
        ? "Requests wait up to " + policy.patience().toSeconds() + " s for one."
        : "Requests fail.";
  }
}
