package io.rolecall.credentials;

import io.rolecall.route.BucketAddress;
import io.rolecall.route.RouteTable;
import java.net.URI;

/** Lets tests of other packages make what S3A would be given. */
public final class RoutingIdentities {

  private RoutingIdentities() {}

  /** The identity of a FileSystem with these routes at {@code http://localhost:9000}, or AWS. */
  public static RoutingIdentity of(RouteTable<RouteCredentials> routes) {
    return of(new BucketRoutes(routes));
  }

  /** The identity of a FileSystem with these routes at {@code http://localhost:9000}, or AWS. */
  public static RoutingIdentity of(BucketRoutes routes) {
    return new RoutingIdentity(
        routes, BucketAddress.of(routes.bucket(), URI.create("http://localhost:9000"), null));
  }
}
