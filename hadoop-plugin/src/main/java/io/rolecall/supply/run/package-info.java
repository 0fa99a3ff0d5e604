/**
 * A command that is started with tokens and sessions, which are kept fresh until it ends.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.supply.run;

import org.jspecify.annotations.NullMarked;
