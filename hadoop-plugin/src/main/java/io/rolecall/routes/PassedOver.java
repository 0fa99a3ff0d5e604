package io.rolecall.routes;

import io.rolecall.route.Place;

/**
 * A route that is there, but not for the caller.
 *
 * @param place where it is
 * @param access how others access it
 * @param reason why not, as the end of "lost because it ..."
 */
public record PassedOver(Place place, String access, String reason) {}
