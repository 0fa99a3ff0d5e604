/**
 * Work in a location as a job does it, which shows what a role may do. It asks the store.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.doctor.probe;

import org.jspecify.annotations.NullMarked;
