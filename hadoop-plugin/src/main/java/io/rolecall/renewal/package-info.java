/**
 * Keeps sessions live: obtains them, renews them early, hands out the current one, and rests those
 * that nobody uses. Knows nothing of AWS clients or Hadoop.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.renewal;

import org.jspecify.annotations.NullMarked;
