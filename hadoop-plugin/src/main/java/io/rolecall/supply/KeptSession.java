package io.rolecall.supply;

import io.rolecall.credentials.RouteCredentials;
import io.rolecall.handoff.ToldEnd;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session of one location that is passed on now, and what is said of its end. One thread looks
 * after it; any may read it.
 */
final class KeptSession {

  private final SuppliedPlace location;
  private final RouteCredentials credentials;
  private final Clock clock;
  private final Publication publication;
  private volatile @Nullable Passed passed;

  /**
   * Nothing is passed on yet.
   *
   * @param location the location
   * @param credentials its sessions, which are renewed as long as somebody looks
   * @param clock this process's clock
   * @param publication where each new word goes
   */
  KeptSession(
      SuppliedPlace location, RouteCredentials credentials, Clock clock, Publication publication) {
    this.location = location;
    this.credentials = credentials;
    this.clock = clock;
    this.publication = publication;
  }

  /** Where what is passed on goes, besides to those who read it here. */
  interface Publication {

    /** Nowhere else. */
    Publication NONE = (session, told) -> {};

    /**
     * Puts a session in the place of what was there before.
     *
     * @param session the session
     * @param told when it is said to end
     * @throws IOException if that fails; says what. What was there before is there
     */
    void put(Session session, Instant told) throws IOException;
  }

  /**
   * A session on its way.
   *
   * @param session the session
   * @param since when it came
   * @param told when it is said to end
   * @param failures how many times none could be had, all told, when it came
   */
  record Passed(Session session, Instant since, Instant told, long failures) {

    static Passed of(Session session, Instant since, Instant now, long failures) {
      Duration lifetime = Duration.between(since, session.expiration());
      return new Passed(session, since, ToldEnd.of(session.expiration(), lifetime, now), failures);
    }

    /** The session; none of the credentials. */
    @Override
    public String toString() {
      return session.toString();
    }
  }

  /** What a look found. */
  enum Look {
    /** A session that was not there before. */
    NEW,
    /** The one that was there. */
    SAME,
    /** The one that was there, since the next one could not be had, past what was said of it. */
    OVERDUE
  }

  SuppliedPlace location() {
    return location;
  }

  /**
   * Looks which session is valid, by which the next one is got in time. Waits only where there is
   * none.
   *
   * @throws IOException if there is none, or it could not be put where it goes; says why
   * @throws io.rolecall.config.ConfigException if nobody is to have any
   */
  Look look() throws IOException {
    Session session;
    try {
      session =
          credentials
              .tried()
              .orElseThrow(() -> new IllegalStateException(location + " has no role"));
    } catch (SessionException e) {
      throw new IOException(location + ": " + e.getMessage(), e);
    }
    Instant now = clock.instant();
    Passed before = passed;
    boolean same = before != null && session.isSameAs(before.session());
    if (same && before != null && now.isBefore(before.told())) {
      return Look.SAME;
    }
    long failures = credentials.statistics().failures();
    Passed next =
        same && before != null
            ? Passed.of(session, before.since(), now, before.failures())
            : Passed.of(session, now, now, failures);
    publication.put(next.session(), next.told());
    passed = next;
    if (!same) {
      return Look.NEW;
    }
    // With a small lead the next one is due only after the end that was told.
    return failures > next.failures() ? Look.OVERDUE : Look.SAME;
  }

  /** What can be passed on now; empty if there is nothing that serves. */
  Optional<Passed> now() {
    Instant now = clock.instant();
    return Optional.ofNullable(passed)
        .filter(last -> last.session().expiration().isAfter(now))
        .map(last -> Passed.of(last.session(), last.since(), now, last.failures()));
  }

  /** The location; none of the credentials. */
  @Override
  public String toString() {
    return location.toString();
  }
}
