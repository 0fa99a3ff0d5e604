/**
 * What routes go through, in Spark's own places: its metrics system, and the driver's log when a
 * job ends. Executors tell their driver by the plugin's channel.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.spark.traffic;

import org.jspecify.annotations.NullMarked;
