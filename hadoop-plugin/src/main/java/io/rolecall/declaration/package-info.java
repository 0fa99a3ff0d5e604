/**
 * What a job's operator said before it started, and whether the configuration of a file system says
 * the same.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.declaration;

import org.jspecify.annotations.NullMarked;
