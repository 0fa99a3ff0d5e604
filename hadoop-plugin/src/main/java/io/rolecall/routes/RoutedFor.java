package io.rolecall.routes;

import io.rolecall.route.Route;
import io.rolecall.route.ScopedLocation;
import java.util.Optional;

/**
 * A route and whom it is for.
 *
 * @param route the route; without the session policy of its scope, which depends on what else a
 *     user has
 * @param scope what jobs do at its location; empty if all that the role may do
 * @param audience whom it is for
 */
public record RoutedFor(Route route, Optional<ScopedLocation> scope, Audience audience) {}
