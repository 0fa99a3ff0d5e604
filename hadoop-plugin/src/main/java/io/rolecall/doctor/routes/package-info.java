/**
 * Checks of what is routed: that there is a route, and that its role, its key and its base identity
 * are as the job needs them. {@code RoleCheck} alone asks STS.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.doctor.routes;

import org.jspecify.annotations.NullMarked;
