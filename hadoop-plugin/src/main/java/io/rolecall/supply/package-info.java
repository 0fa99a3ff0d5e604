/**
 * Token files and mailboxes that are kept supplied with sessions: for whoever reads them, and for a
 * command that is started with one.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.supply;

import org.jspecify.annotations.NullMarked;
