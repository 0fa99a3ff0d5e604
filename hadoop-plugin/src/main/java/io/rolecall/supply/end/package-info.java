/**
 * How long a job is supplied: until a time, or until applications of YARN end.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.supply.end;

import org.jspecify.annotations.NullMarked;
