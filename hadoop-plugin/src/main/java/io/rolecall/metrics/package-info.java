/** What operators see of sessions: metrics2 records and JMX beans. */
@NullMarked
package io.rolecall.metrics;

import org.jspecify.annotations.NullMarked;
