/**
 * Token files and mailboxes that are kept supplied with sessions, for whoever reads them.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.supply.tokens;

import org.jspecify.annotations.NullMarked;
