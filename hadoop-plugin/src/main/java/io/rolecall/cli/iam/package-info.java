/**
 * The commands {@code rolecall iam} and {@code rolecall iam revoke}.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.cli.iam;

import org.jspecify.annotations.NullMarked;
