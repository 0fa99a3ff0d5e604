package io.rolecall.renewal;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a live session has been through.
 *
 * @param sessions how many sessions it got
 * @param renewals how many of them took the place of an earlier one
 * @param failures how many times none could be had
 * @param expiredRetries how many requests met an expired session and were signed again
 * @param flights how many times the source was asked
 * @param waited how long the source took for all of them together
 * @param expiration when the current session ends; null if there is none, or it rests
 */
public record SessionStatistics(
    long sessions,
    long renewals,
    long failures,
    long expiredRetries,
    long flights,
    Duration waited,
    @Nullable Instant expiration) {

  /** Nothing happened yet. */
  public static final SessionStatistics NONE =
      new SessionStatistics(0, 0, 0, 0, 0, Duration.ZERO, null);

  /**
   * These and another live session's together.
   *
   * @param other the other's
   * @return the sums, and the earlier expiration
   */
  public SessionStatistics and(SessionStatistics other) {
    return new SessionStatistics(
        sessions + other.sessions,
        renewals + other.renewals,
        failures + other.failures,
        expiredRetries + other.expiredRetries,
        flights + other.flights,
        waited.plus(other.waited),
        earlier(expiration, other.expiration));
  }

  /**
   * What the same live session has been through since an earlier look at it.
   *
   * @param before the earlier snapshot
   * @return the differences, and the current expiration
   */
  public SessionStatistics since(SessionStatistics before) {
    return new SessionStatistics(
        sessions - before.sessions,
        renewals - before.renewals,
        failures - before.failures,
        expiredRetries - before.expiredRetries,
        flights - before.flights,
        waited.minus(before.waited),
        expiration);
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant two) {
    if (one == null || two == null) {
      return one == null ? two : one;
    }
    return one.isBefore(two) ? one : two;
  }

  /**
   * How long the current session lasts.
   *
   * @param now the time, by this process's clock
   * @return seconds; 0 if there is no session, or it rests
   */
  public long secondsToExpiry(Instant now) {
    return expiration == null ? 0 : Math.max(0, Duration.between(now, expiration).toSeconds());
  }

  /**
   * The same without a session that could expire.
   *
   * @return what is left to tell when the sessions are given up
   */
  public SessionStatistics ended() {
    return new SessionStatistics(
        sessions, renewals, failures, expiredRetries, flights, waited, null);
  }

  /**
   * How long the source takes.
   *
   * @return the mean of all answers and failures; zero if it was never asked
   */
  public Duration meanWait() {
    return flights == 0 ? Duration.ZERO : waited.dividedBy(flights);
  }
}
