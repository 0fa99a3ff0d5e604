package io.rolecall.routes;

import io.rolecall.route.Place;

/** A route as it is written: the same for all callers, or with roles that depend on who calls. */
sealed interface WrittenRoute permits ReadRoute, TemplateRoute {

  /** Where it is. */
  Place place();

  /** How it is accessed, for messages. */
  String access();

  /** The caller's. */
  ReadRoute of(HadoopUser caller);

  /** The same for people, and for those who write policies. */
  RoutedFor routedFor(Audience audience);
}
