/**
 * What operators see of sessions and of the requests to routes: metrics2 records and JMX beans, and
 * counts for whoever tells them elsewhere.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.metrics;

import org.jspecify.annotations.NullMarked;
