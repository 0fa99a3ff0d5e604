/**
 * What Rolecall costs, beside what it stands on: JMH benchmarks of the code that each request
 * passes, and the throughput of file systems. {@code it-tests/run bench} prints the tables.
 */
@NullMarked
package io.rolecall.bench;

import org.jspecify.annotations.NullMarked;
