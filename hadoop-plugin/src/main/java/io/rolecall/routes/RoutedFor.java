package io.rolecall.routes;

import io.rolecall.route.Route;

/**
 * A route and whom it is for.
 *
 * @param route the route
 * @param audience {@code everybody}, or as {@code users [alice] and groups [analysts]}
 */
public record RoutedFor(Route route, String audience) {}
