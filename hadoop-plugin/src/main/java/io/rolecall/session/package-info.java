/**
 * Live sessions: getting them, renewing them early, handing out the current one. Knows nothing of
 * AWS clients or Hadoop.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.session;

import org.jspecify.annotations.NullMarked;
