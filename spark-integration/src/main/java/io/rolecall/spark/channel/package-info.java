/**
 * The channel between executors and their driver: who may use it, and what is asked over it. The
 * plugin answers, and the self-test looks whether it would.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.spark.channel;

import org.jspecify.annotations.NullMarked;
