/**
 * The {@code rolecall} command: what is routed where, what does not work and why, and sessions.
 *
 * <p>API are the names in {@code docs/api.md} alone.
 */
@NullMarked
package io.rolecall.cli;

import org.jspecify.annotations.NullMarked;
