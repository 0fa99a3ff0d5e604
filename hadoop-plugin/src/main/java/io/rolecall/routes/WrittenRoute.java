package io.rolecall.routes;

import io.rolecall.route.Place;
import io.rolecall.route.Route;
import java.util.Optional;
import java.util.function.Function;

/** A route as it is written: the same for all callers, or with roles that depend on who calls. */
sealed interface WrittenRoute permits ReadRoute, TemplateRoute {

  /** Where it is. */
  Place place();

  /** How it is accessed, for messages. */
  String access();

  /** The caller's. */
  ReadRoute of(HadoopUser caller);

  /** That of a caller whose name is believed. */
  ReadRoute ofBelieved(HadoopUser caller);

  /** Why the caller has none, as the end of "it ..."; empty if there is one. */
  Optional<String> closed(HadoopUser caller);

  /**
   * The same for people, and for those who write policies.
   *
   * @param audience whom it is for
   * @param callers the route of a user, whose name is believed; empty if another route of the place
   *     is theirs
   */
  RoutedFor routedFor(Audience audience, Function<HadoopUser, Optional<Route>> callers);
}
