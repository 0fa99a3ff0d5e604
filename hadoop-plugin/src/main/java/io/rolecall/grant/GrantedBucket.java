package io.rolecall.grant;

import io.rolecall.route.RoleArn;
import io.rolecall.route.Route;
import io.rolecall.route.RouteTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The routes of one bucket as they are granted: without sessions.
 *
 * @param routes the routes; none if nothing is routed
 * @param roles what the roles are called, by the fingerprints that the routes name
 */
public record GrantedBucket(List<GrantedRoute> routes, Map<String, RoleArn> roles) {

  /** No route, no role. */
  public static final GrantedBucket NONE = new GrantedBucket(List.of(), Map.of());

  /** Copies the routes and roles, in order: the same grant is written the same. */
  public GrantedBucket {
    routes = List.copyOf(routes);
    roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
  }

  /**
   * The routes of a table, without sessions.
   *
   * @param table a bucket's routes
   * @return what is granted of them
   */
  public static GrantedBucket of(RouteTable<Route> table) {
    List<GrantedRoute> routes = new ArrayList<>();
    Map<String, RoleArn> roles = new LinkedHashMap<>();
    for (Route route : table.byPrefix().values()) {
      routes.add(
          route
              .access()
              .match(
                  role -> {
                    String fingerprint = role.fingerprint();
                    roles.put(fingerprint, role.role());
                    return new GrantedRoute.ToRole(route.location(), fingerprint);
                  },
                  base -> new GrantedRoute.ToBase(route.location()),
                  anonymous -> new GrantedRoute.Unsigned(route.location()),
                  nobody -> new GrantedRoute.Closed(route.location(), nobody.why())));
    }
    return new GrantedBucket(routes, roles);
  }

  /**
   * The routes that a token carries for a bucket.
   *
   * @param token what the token carries
   * @param bucket the bucket
   * @return its routes, without sessions
   */
  public static GrantedBucket of(SessionGrant token, String bucket) {
    Map<String, RoleArn> roles = new LinkedHashMap<>();
    token.roles().forEach((fingerprint, role) -> roles.put(fingerprint, role.arn()));
    return new GrantedBucket(
        token.routes().stream().filter(route -> route.location().bucket().equals(bucket)).toList(),
        roles);
  }
}
