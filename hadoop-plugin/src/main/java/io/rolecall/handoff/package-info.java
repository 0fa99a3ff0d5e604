/**
 * Sessions for other tools: in the forms that they read, cached between the calls of a credential
 * process, and as tokens of other services.
 *
 * <p>API are the names in {@code docs/api.md} alone.
 */
@NullMarked
package io.rolecall.handoff;

import org.jspecify.annotations.NullMarked;
