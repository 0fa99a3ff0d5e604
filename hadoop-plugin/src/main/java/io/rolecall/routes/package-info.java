/**
 * Routes: those of the keys and those of the document, whoever they are for, and those of one user.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.routes;

import org.jspecify.annotations.NullMarked;
