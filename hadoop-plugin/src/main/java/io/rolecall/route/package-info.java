/**
 * Which role a location is accessed with: locations, role ARNs, routes, and the table that finds
 * the route of a location. Pure values, JDK only.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.route;

import org.jspecify.annotations.NullMarked;
