/**
 * What would make a job fail, and what to do about it: a list of checks, each of which looks at one
 * thing. They choose routes, identities and STS clients by the job's own code, so that their word
 * is what the job does.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.doctor;

import org.jspecify.annotations.NullMarked;
