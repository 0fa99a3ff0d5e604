/**
 * Checks of what is written: keys, routes, mappings, catalogs, and jars on the class path.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.doctor.written;

import org.jspecify.annotations.NullMarked;
