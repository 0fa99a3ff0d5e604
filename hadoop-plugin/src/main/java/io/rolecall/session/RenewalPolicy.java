package io.rolecall.session;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * When a session is renewed, and how failures are met.
 *
 * @param lead how much of a session's lifetime is left when it is renewed, as a fraction of it
 * @param jitter how far that is spread towards the session's start, as a fraction of the lifetime
 * @param firstBackoff the wait after a first failure; it doubles with each further one
 * @param longestBackoff the longest wait between two tries
 * @param patience how long a caller waits who finds no valid session
 */
public record RenewalPolicy(
    double lead, double jitter, Duration firstBackoff, Duration longestBackoff, Duration patience) {

  /** Checks the ranges. */
  public RenewalPolicy {
    if (!(lead > 0 && jitter >= 0 && lead + jitter < 1)) {
      throw new IllegalArgumentException(
          "renewal lead "
              + lead
              + " and jitter "
              + jitter
              + ": expected 0 < lead and lead + jitter < 1");
    }
    if (!isPositive(firstBackoff) || !isPositive(longestBackoff) || !isPositive(patience)) {
      throw new IllegalArgumentException(
          "backoff "
              + firstBackoff
              + " to "
              + longestBackoff
              + " and patience "
              + patience
              + ": expected all above zero");
    }
  }

  private static boolean isPositive(Duration duration) {
    return duration.compareTo(Duration.ZERO) > 0;
  }

  /**
   * The policy of a process that takes its sessions from one that renews by this policy: it asks
   * when that one has already renewed.
   *
   * @return the policy with half the lead and half the jitter
   */
  public RenewalPolicy downstream() {
    return new RenewalPolicy(lead / 2, jitter / 2, firstBackoff, longestBackoff, patience);
  }

  /**
   * When a session is renewed.
   *
   * @param obtained when it was obtained
   * @param expiration when it ends
   * @param random between 0 and 1
   * @return the time
   */
  public Instant renewAt(Instant obtained, Instant expiration, double random) {
    double left = Duration.between(obtained, expiration).toMillis() * (lead + jitter * random);
    return expiration.minusMillis((long) left);
  }

  /**
   * Whether the time has come when sessions are renewed, at the earliest.
   *
   * @param obtained when the session was obtained
   * @param expiration when it ends
   * @param now the time
   * @return whether somebody who renews several at once renews this one, too
   */
  public boolean isDue(Instant obtained, Instant expiration, Instant now) {
    return !now.isBefore(renewAt(obtained, expiration, 1));
  }

  /**
   * How long to wait after a failure.
   *
   * @param failures how many there were in a row
   * @param random between 0 and 1; takes up to half of the wait away
   * @return the wait
   */
  public Duration backoff(int failures, double random) {
    long longest = TimeUnit.MILLISECONDS.convert(longestBackoff);
    long first = TimeUnit.MILLISECONDS.convert(firstBackoff);
    int doublings = Math.min(failures - 1, 20);
    long capped = first > longest >> doublings ? longest : first << doublings;
    return Duration.ofMillis(Math.max(1, (long) (capped * (1 - random / 2))));
  }
}
