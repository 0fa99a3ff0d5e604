package io.rolecall.handoff;

import static java.util.Objects.requireNonNull;

import io.rolecall.route.S3Location;
import io.rolecall.session.Session;
import java.time.Instant;

/**
 * A session on its way to another tool.
 *
 * @param location what it is for
 * @param session the session
 * @param told when it is said to end, to those who ask for the next one then: {@link ToldEnd}
 * @param store where the location is
 */
public record HandedSession(
    S3Location location, Session session, Instant told, StoreSettings store) {

  /** Checks that nothing is null. */
  public HandedSession {
    requireNonNull(location, "location");
    requireNonNull(session, "session");
    requireNonNull(told, "told");
    requireNonNull(store, "store");
  }
}
