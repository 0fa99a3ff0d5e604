package io.rolecall.routes;

import io.rolecall.route.Access;
import io.rolecall.route.Place;
import io.rolecall.route.Route;
import io.rolecall.route.ScopedLocation;
import java.util.Optional;
import java.util.function.Function;

/**
 * A route as it is read for itself: its scope is not a session policy yet.
 *
 * @param route the route
 * @param scope what is done at its location; empty for all that the role may do
 * @param isNamed whether the location is written somewhere, and so may share a session with others;
 *     not one of the buckets that no route names
 */
record ReadRoute(Route route, Optional<ScopedLocation> scope, boolean isNamed)
    implements WrittenRoute {

  static ReadRoute unscoped(Route route) {
    return new ReadRoute(route, Optional.empty(), true);
  }

  /** The same place with the same scope, accessed by another. */
  ReadRoute by(Access access) {
    return new ReadRoute(new Route(route.place(), access), scope, isNamed);
  }

  @Override
  public Place place() {
    return route.place();
  }

  @Override
  public String access() {
    return route.access().toString();
  }

  @Override
  public ReadRoute of(HadoopUser caller) {
    return this;
  }

  @Override
  public ReadRoute ofBelieved(HadoopUser caller) {
    return this;
  }

  @Override
  public Optional<String> closed(HadoopUser caller) {
    return Optional.empty();
  }

  @Override
  public RoutedFor routedFor(Audience audience, Function<HadoopUser, Optional<Route>> callers) {
    return new RoutedFor(route.place(), new RoutedAs.Same(route), scope, audience);
  }
}
