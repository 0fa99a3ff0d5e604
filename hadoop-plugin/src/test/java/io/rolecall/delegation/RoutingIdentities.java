package io.rolecall.delegation;

import io.rolecall.route.RouteTable;

/** Lets tests of other packages make what S3A would be given. */
public final class RoutingIdentities {

  private RoutingIdentities() {}

  /** The identity of a FileSystem with these routes. */
  public static RoutingIdentity of(RouteTable<RouteCredentials> routes) {
    return new RoutingIdentity(routes);
  }
}
