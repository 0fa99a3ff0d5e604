/**
 * Spark: executors take their sessions from the driver that mints them.
 *
 * <p>API are the names in {@code docs/api.md} alone.
 */
@NullMarked
package io.rolecall.spark;

import org.jspecify.annotations.NullMarked;
