/**
 * A server on the loopback interface that answers HTTP's simplest requests to callers who know its
 * secret, in the way that AWS's clients ask for container credentials.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.supply.loopback;

import org.jspecify.annotations.NullMarked;
