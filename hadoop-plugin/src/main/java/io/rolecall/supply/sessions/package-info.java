/**
 * Sessions for AWS's clients in other languages: as profiles, variables and a program to ask, kept
 * fresh by an endpoint.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.supply.sessions;

import org.jspecify.annotations.NullMarked;
