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

  private final SuppliedLocation location;
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
      SuppliedLocation location,
      RouteCredentials credentials,
      Clock clock,
      Publication publication) {
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
   * @param told when it is said to end
   */
  record Passed(Session session, Instant since, Instant told) {

    static Passed of(Session session, Instant since, Instant now) {
      Duration lifetime = Duration.between(since, session.expiration());
      return new Passed(session, since, ToldEnd.of(session.expiration(), lifetime, now));
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
    /** The one that was there, though by what was said of it the next one should be. */
    OVERDUE
  }

  SuppliedLocation location() {
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
    Passed next = Passed.of(session, same && before != null ? before.since() : now, now);
    publication.put(next.session(), next.told());
    passed = next;
    return same ? Look.OVERDUE : Look.NEW;
  }

  /** What can be passed on now; empty if there is nothing that serves. */
  Optional<Passed> now() {
    Instant now = clock.instant();
    return Optional.ofNullable(passed)
        .filter(last -> last.session().expiration().isAfter(now))
        .map(last -> Passed.of(last.session(), last.since(), now));
  }

  /** The location; none of the credentials. */
  @Override
  public String toString() {
    return location.toString();
  }
}
