package io.rolecall.handoff;

import static java.util.Objects.requireNonNull;

import io.rolecall.route.Place;
import io.rolecall.session.Session;
import java.time.Instant;

/**
 * A session on its way to another tool.
 *
 * @param place what it is for
 * @param session the session
 * @param told when it is said to end, to those who ask for the next one then: {@link ToldEnd}
 * @param store where its bucket is; for a client, where buckets are
 */
public record HandedSession(Place place, Session session, Instant told, StoreSettings store) {

  /** Checks that nothing is null. */
  public HandedSession {
    requireNonNull(place, "place");
    requireNonNull(session, "session");
    requireNonNull(told, "told");
    requireNonNull(store, "store");
  }
}
