/**
 * The numbers of routes' requests and sessions, in Spark's metrics system and, when an application
 * ends, in the driver's log. Executors send theirs to the driver over the plugin's channel.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.spark.traffic;

import org.jspecify.annotations.NullMarked;
