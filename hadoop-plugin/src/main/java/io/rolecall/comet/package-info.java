/**
 * Apache DataFusion Comet's native readers by routes. Comet is optional: nothing else of Rolecall
 * needs it.
 *
 * <p>Only the classes in {@code docs/api.md} are API.
 */
@NullMarked
package io.rolecall.comet;

import org.jspecify.annotations.NullMarked;
