/**
 * The sessions of a process that mints: live sessions of the roles that routes name, and what
 * executors are answered who ask for them.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.driver;

import org.jspecify.annotations.NullMarked;
