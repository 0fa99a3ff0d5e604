/** The {@code rolecall} command: what is routed where, what does not work and why, and sessions. */
@NullMarked
package io.rolecall.cli;

import org.jspecify.annotations.NullMarked;
