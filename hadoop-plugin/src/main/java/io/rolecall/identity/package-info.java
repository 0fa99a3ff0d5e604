/**
 * Base identities: the credentials that may call STS. They stay in the process that holds them.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.identity;

import org.jspecify.annotations.NullMarked;
