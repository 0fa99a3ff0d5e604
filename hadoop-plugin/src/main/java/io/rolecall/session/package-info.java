/**
 * What a session is, where sessions come from, and why there may be none. Knows nothing of AWS
 * clients or Hadoop.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.session;

import org.jspecify.annotations.NullMarked;
