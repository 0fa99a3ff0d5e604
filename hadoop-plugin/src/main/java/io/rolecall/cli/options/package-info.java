/**
 * What a command line says: options that several commands have, and how a command fails.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.cli.options;

import org.jspecify.annotations.NullMarked;
