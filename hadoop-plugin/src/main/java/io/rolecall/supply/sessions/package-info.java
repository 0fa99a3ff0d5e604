/**
 * Sessions for AWS's clients in other languages, kept fresh: as profiles, variables, and a program
 * that asks the endpoint for them; and those of an executor's programs.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.supply.sessions;

import org.jspecify.annotations.NullMarked;
