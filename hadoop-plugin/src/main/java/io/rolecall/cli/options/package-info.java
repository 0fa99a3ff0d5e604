/**
 * What commands have in common: what they find around them, options, and how a command fails.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.cli.options;

import org.jspecify.annotations.NullMarked;
