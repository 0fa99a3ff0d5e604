/**
 * What a job's operator declared before it started, and whether the configuration of a file system
 * agrees with it.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.declaration;

import org.jspecify.annotations.NullMarked;
