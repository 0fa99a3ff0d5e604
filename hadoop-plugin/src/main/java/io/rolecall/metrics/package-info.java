/**
 * What operators see of sessions: metrics2 records and JMX beans.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.metrics;

import org.jspecify.annotations.NullMarked;
