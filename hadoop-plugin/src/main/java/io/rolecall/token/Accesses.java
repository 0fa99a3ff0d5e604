package io.rolecall.token;

import static java.util.Objects.requireNonNull;

import io.rolecall.grant.GrantedRoute;
import io.rolecall.grant.SessionGrant;
import io.rolecall.route.Place;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * By what a token's locations are accessed, to be compared with those of a newer one: what was
 * accessed by the one is accessed by the same with the other.
 */
record Accesses(Map<Place, Access> byPlace) {

  /**
   * A role, or something else that is the same wherever it is written.
   *
   * @param fingerprint of a role's terms; it says nothing of who wrote it. Empty if it is no role
   * @param name for messages
   */
  private record Access(String fingerprint, String name) {

    static final Access BASE = new Access("", "the base identity");
    static final Access ANONYMOUS = new Access("", "anonymous");

    /** The reason is told to people, who may put it into other words. */
    static final Access CLOSED = new Access("", "nobody");
  }

  static Accesses of(SessionGrant grant) {
    Map<Place, Access> byPlace = new LinkedHashMap<>();
    for (GrantedRoute route : grant.routes()) {
      byPlace.put(
          route.place(),
          route.match(
              role ->
                  new Access(
                      role.role(), requireNonNull(grant.roles().get(role.role())).arn().toString()),
              base -> Access.BASE,
              anonymous -> Access.ANONYMOUS,
              closed -> Access.CLOSED));
    }
    return new Accesses(byPlace);
  }

  /**
   * What would be accessed by something else, or is of another bucket. Locations that nothing
   * served before may be added.
   *
   * @param bucket the token's bucket
   * @param next those of the newer token
   * @return the change, as what the newer token is or has; empty if there is none
   */
  Optional<String> change(String bucket, Accesses next) {
    for (Map.Entry<Place, Access> present : byPlace.entrySet()) {
      if (!present.getValue().equals(next.byPlace.get(present.getKey()))) {
        return Optional.of("has no longer " + text(present));
      }
    }
    Map<String, Map.Entry<Place, Access>> byPrefix = new HashMap<>();
    for (Map.Entry<Place, Access> present : byPlace.entrySet()) {
      present.getKey().toLocation().ifPresent(location -> byPrefix.put(location.prefix(), present));
    }
    RouteTable<Map.Entry<Place, Access>> served = RouteTable.ofPrefixes(bucket, byPrefix);
    for (Map.Entry<Place, Access> other : next.byPlace.entrySet()) {
      Optional<S3Location> location =
          other.getKey().toLocation().filter(there -> there.bucket().equals(bucket));
      if (location.isEmpty()) {
        return Optional.of("has " + text(other) + ", which is not of its bucket");
      }
      Map.Entry<Place, Access> covering = served.find(location.get().prefix());
      if (!byPlace.containsKey(other.getKey()) && covering != null) {
        return Optional.of("has " + text(other) + " beneath " + text(covering));
      }
    }
    return Optional.empty();
  }

  private static String text(Map.Entry<Place, Access> access) {
    return access.getKey() + " -> " + access.getValue().name();
  }
}
