/**
 * What the properties of catalogs and of native readers say about who signs: what would pass the
 * routes by, and what competes with them. It knows names alone, no class of a catalog's or
 * reader's.
 *
 * <p>Not API: for the driver, for {@code rolecall check}, and for Iceberg's factory.
 */
@NullMarked
package io.rolecall.catalogs;

import org.jspecify.annotations.NullMarked;
