package io.rolecall.mappings;

import io.rolecall.route.S3Location;
import java.util.Optional;
import java.util.Set;

/**
 * One mapping of a list in which the first that fits decides.
 *
 * @param number its place in the list, from 1
 * @param location where it fits; empty for everywhere
 * @param users whom it fits; nobody in particular if this and the groups are empty
 * @param groups whom it fits
 * @param target the identity
 */
record Mapping(
    int number,
    Optional<S3Location> location,
    Set<String> users,
    Set<String> groups,
    Target target) {

  /**
   * The identity that a mapping gives.
   *
   * @param role the role's ARN, or why there is none; empty for the cluster's own identity
   * @param sessionName template of the session name; empty for the default
   */
  record Target(Optional<String> role, Optional<String> sessionName) {

    static final Target CLUSTER = new Target(Optional.empty(), Optional.empty());

    /**
     * What a route says in place of a role if its mapping cannot be imported. It is not a role's
     * ARN, so the bucket is refused until somebody names the role: nobody falls to the mapping
     * behind, or to the route around it.
     */
    static Target notImported(int number, String reason) {
      return new Target(
          Optional.of("mapping " + number + " was not imported: " + reason), Optional.empty());
    }
  }

  boolean isForEverybody() {
    return users.isEmpty() && groups.isEmpty();
  }

  /** Whether it fits somewhere below a place, or everywhere. */
  boolean covers(Optional<S3Location> place) {
    if (location.isEmpty()) {
      return true;
    }
    if (place.isEmpty() || !place.get().bucket().equals(location.get().bucket())) {
      return false;
    }
    String prefix = location.get().prefix();
    String other = place.get().prefix();
    return prefix.isEmpty() || other.equals(prefix) || other.startsWith(prefix + "/");
  }
}
