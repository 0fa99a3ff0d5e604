package io.rolecall.supply.sessions;

import io.rolecall.credentials.RouteCredentials;
import io.rolecall.handoff.ToldEnd;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The session of one location that is passed on now, and what is said of its end. Any thread may
 * look after it and read it; where it is published, one alone looks.
 */
public final class KeptSession {

  private final SuppliedPlace location;
  private final RouteCredentials credentials;
  private final Clock clock;
  private final Publication publication;
  private final AtomicReference<@Nullable Passed> passed = new AtomicReference<>();

  /**
   * Nothing is passed on yet.
   *
   * @param location the location
   * @param credentials its sessions, which are renewed as long as somebody looks
   * @param clock this process's clock
   * @param publication where each new word goes
   */
  public KeptSession(
      SuppliedPlace location, RouteCredentials credentials, Clock clock, Publication publication) {
    this.location = location;
    this.credentials = credentials;
    this.clock = clock;
    this.publication = publication;
  }

  /** Where what is passed on goes, besides to those who read it here. */
  public interface Publication {

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
  public record Passed(Session session, Instant since, Instant told, long failures) {

    /** A session that is passed on from now. */
    public static Passed of(Session session, Instant since, Instant now, long failures) {
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
  public enum Look {
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
  public Look look() throws IOException {
    Passed before = passed.get();
    Session session = current();
    Instant now = clock.instant();
    while (true) {
      Passed there = passed.get();
      boolean same = there != null && session.isSameAs(there.session());
      if (there != null && (same ? now.isBefore(there.told()) : isPast(session, before, there))) {
        return Look.SAME;
      }
      long failures = credentials.statistics().failures();
      Passed next =
          same && there != null
              ? Passed.of(session, there.since(), now, there.failures())
              : Passed.of(session, now, now, failures);
      publication.put(next.session(), next.told());
      if (passed.compareAndSet(there, next)) {
        if (!same) {
          return Look.NEW;
        }
        // With a small lead the next one is due only after the end that was told.
        return failures > next.failures() ? Look.OVERDUE : Look.SAME;
      }
    }
  }

  /** Waits only where there is none. */
  private Session current() throws IOException {
    try {
      return credentials
          .tried()
          .orElseThrow(() -> new IllegalStateException(location + " has no role"));
    } catch (SessionException e) {
      throw new IOException(location + ": " + e.getMessage(), e);
    }
  }

  /**
   * Whether somebody else has passed on a newer one meanwhile: a look that took long may have found
   * what was current when it began.
   */
  private static boolean isPast(Session found, @Nullable Passed before, Passed there) {
    boolean another = before == null || !there.session().isSameAs(before.session());
    return another && !found.expiration().isAfter(there.session().expiration());
  }

  /** What can be passed on now; empty if there is nothing that serves. */
  public Optional<Passed> now() {
    Instant now = clock.instant();
    return Optional.ofNullable(passed.get())
        .filter(last -> last.session().expiration().isAfter(now))
        .map(last -> Passed.of(last.session(), last.since(), now, last.failures()));
  }

  /** The location; none of the credentials. */
  @Override
  public String toString() {
    return location.toString();
  }
}
