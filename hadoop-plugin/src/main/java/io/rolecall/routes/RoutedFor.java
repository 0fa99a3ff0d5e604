package io.rolecall.routes;

import io.rolecall.route.Place;
import io.rolecall.route.ScopedLocation;
import java.util.Optional;

/**
 * A route as it is written, and whom it is for.
 *
 * @param place where it is
 * @param as how it is accessed; without the session policy of its scope, which depends on what else
 *     a user has
 * @param scope what jobs do at its location; empty if all that the role may do
 * @param audience whom it is for
 */
public record RoutedFor(
    Place place, RoutedAs as, Optional<ScopedLocation> scope, Audience audience) {}
