package io.rolecall.supply.sessions;

import static java.util.Objects.requireNonNull;

import io.rolecall.handoff.StoreSettings;
import io.rolecall.route.Place;
import java.util.Optional;

/**
 * A place whose sessions a command is to find as AWS's clients look for them.
 *
 * @param profile the name of its profile in AWS's files; empty if it is what clients use that name
 *     none, which is for the only place of a command
 * @param place the place
 * @param store where its bucket is; for a client, where buckets are
 */
public record SuppliedPlace(Optional<String> profile, Place place, StoreSettings store) {

  /** Checks that nothing is null. */
  public SuppliedPlace {
    requireNonNull(profile, "profile");
    requireNonNull(place, "place");
    requireNonNull(store, "store");
  }

  /** The place. */
  @Override
  public String toString() {
    return place.toString();
  }
}
