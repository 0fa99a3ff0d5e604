package io.rolecall.supply;

import static java.util.Objects.requireNonNull;

import io.rolecall.handoff.StoreSettings;
import io.rolecall.route.S3Location;
import java.util.Optional;

/**
 * A location whose sessions a command is to find as AWS's clients look for them.
 *
 * @param profile the name of its profile in AWS's files; empty if it is what clients use that name
 *     none, which is for the only location of a command
 * @param location the location
 * @param store where its bucket is
 */
public record SuppliedLocation(Optional<String> profile, S3Location location, StoreSettings store) {

  /** Checks that nothing is null. */
  public SuppliedLocation {
    requireNonNull(profile, "profile");
    requireNonNull(location, "location");
    requireNonNull(store, "store");
  }

  /** The location. */
  @Override
  public String toString() {
    return location.toString();
  }
}
