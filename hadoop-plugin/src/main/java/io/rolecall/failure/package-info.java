/**
 * What went wrong with a file, for messages.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.failure;

import org.jspecify.annotations.NullMarked;
