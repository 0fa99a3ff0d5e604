/**
 * Keeps what other libraries would log of sessions out of the logs.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.logging;

import org.jspecify.annotations.NullMarked;
