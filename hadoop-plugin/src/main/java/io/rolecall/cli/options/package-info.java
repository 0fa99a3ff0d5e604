/** What a command line says: options that several commands have, and how a command fails. */
@NullMarked
package io.rolecall.cli.options;

import org.jspecify.annotations.NullMarked;
