/**
 * What would make a job fail, and what to do about it: the list of checks. Each looks at one thing,
 * and chooses routes, identities and STS clients by the job's own code, so that its word is what
 * the job does.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.doctor;

import org.jspecify.annotations.NullMarked;
