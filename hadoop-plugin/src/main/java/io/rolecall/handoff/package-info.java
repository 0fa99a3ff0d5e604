/**
 * Sessions for other tools: in the forms that they read, cached between the calls of a credential
 * process, and as tokens of other services.
 */
@NullMarked
package io.rolecall.handoff;

import org.jspecify.annotations.NullMarked;
