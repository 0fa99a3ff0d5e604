/**
 * The document of routes: its fields, who assumes its roles, and how long sessions are.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.routes.json;

import org.jspecify.annotations.NullMarked;
