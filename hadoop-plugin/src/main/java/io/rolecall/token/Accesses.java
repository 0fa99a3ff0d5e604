package io.rolecall.token;

import static java.util.Objects.requireNonNull;

import io.rolecall.grant.GrantedRoute;
import io.rolecall.grant.SessionGrant;
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
record Accesses(Map<S3Location, Access> byLocation) {

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
    Map<S3Location, Access> byLocation = new LinkedHashMap<>();
    for (GrantedRoute route : grant.routes()) {
      byLocation.put(
          route.location(),
          route.match(
              role ->
                  new Access(
                      role.role(), requireNonNull(grant.roles().get(role.role())).arn().toString()),
              base -> Access.BASE,
              anonymous -> Access.ANONYMOUS,
              closed -> Access.CLOSED));
    }
    return new Accesses(byLocation);
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
    for (Map.Entry<S3Location, Access> present : byLocation.entrySet()) {
      if (!present.getValue().equals(next.byLocation.get(present.getKey()))) {
        return Optional.of("has no longer " + text(present));
      }
    }
    Map<String, Map.Entry<S3Location, Access>> byPrefix = new HashMap<>();
    byLocation.entrySet().forEach(present -> byPrefix.put(present.getKey().prefix(), present));
    RouteTable<Map.Entry<S3Location, Access>> served = RouteTable.ofPrefixes(bucket, byPrefix);
    for (Map.Entry<S3Location, Access> other : next.byLocation.entrySet()) {
      if (!other.getKey().bucket().equals(bucket)) {
        return Optional.of("has " + text(other) + ", which is not of its bucket");
      }
      Map.Entry<S3Location, Access> covering = served.find(other.getKey().prefix());
      if (!byLocation.containsKey(other.getKey()) && covering != null) {
        return Optional.of("has " + text(other) + " beneath " + text(covering));
      }
    }
    return Optional.empty();
  }

  private static String text(Map.Entry<S3Location, Access> access) {
    return access.getKey() + " -> " + access.getValue().name();
  }
}
