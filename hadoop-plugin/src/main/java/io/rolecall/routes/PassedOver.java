package io.rolecall.routes;

import io.rolecall.route.Route;

/**
 * A route that is there, but not for the caller.
 *
 * @param route the route
 * @param reason why not, as the end of "lost because it ..."
 */
public record PassedOver(Route route, String reason) {}
