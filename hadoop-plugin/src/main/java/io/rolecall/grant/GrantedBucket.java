package io.rolecall.grant;

import io.rolecall.grant.PlaceOfSet.BucketOfSet;
import io.rolecall.route.RoleArn;
import io.rolecall.route.Route;
import io.rolecall.route.RouteTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The routes of one bucket, or of a client, as they are granted: without sessions.
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
    return of(table.byPrefix().values());
  }

  /**
   * Routes, without sessions.
   *
   * @param all the routes of one bucket, or that of a client
   * @return what is granted of them
   */
  public static GrantedBucket of(Collection<Route> all) {
    List<GrantedRoute> routes = new ArrayList<>();
    Map<String, RoleArn> roles = new LinkedHashMap<>();
    for (Route route : all) {
      routes.add(
          route
              .access()
              .match(
                  role -> {
                    String fingerprint = role.fingerprint();
                    roles.put(fingerprint, role.role());
                    return new GrantedRoute.ToRole(route.place(), fingerprint);
                  },
                  base -> new GrantedRoute.ToBase(route.place()),
                  anonymous -> new GrantedRoute.Unsigned(route.place()),
                  nobody -> new GrantedRoute.Closed(route.place(), nobody.why())));
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
    BucketOfSet its = new BucketOfSet(PlaceOfSet.BASE, bucket);
    Map<String, RoleArn> roles = new LinkedHashMap<>();
    token.roles().forEach((fingerprint, role) -> roles.put(fingerprint, role.arn()));
    return new GrantedBucket(
        token.routes().stream().filter(route -> its.holds(route.place())).toList(), roles);
  }
}
