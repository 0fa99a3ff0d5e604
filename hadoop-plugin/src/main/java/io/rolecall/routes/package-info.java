/**
 * Reading routes: from the keys and from JSON, whoever they are for, and those of one user.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.routes;

import org.jspecify.annotations.NullMarked;
