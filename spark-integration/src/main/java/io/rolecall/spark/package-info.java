/** Spark: executors take their sessions from the driver that mints them. */
@NullMarked
package io.rolecall.spark;

import org.jspecify.annotations.NullMarked;
