/**
 * The sessions of a process that has no base identity: asked for through a channel to the driver,
 * or taken from tokens.
 *
 * <p>Not API: for Rolecall's own packages. {@link io.rolecall.executor.SessionChannel} is what
 * rolecall-spark provides.
 */
@NullMarked
package io.rolecall.executor;

import org.jspecify.annotations.NullMarked;
