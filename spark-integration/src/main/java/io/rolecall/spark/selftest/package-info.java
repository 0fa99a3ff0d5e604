/**
 * The steps of the self-test: what {@code rolecall check} looks at, and what only a running
 * application can show.
 *
 * <p>Not API: for {@link io.rolecall.spark.SelfTest}.
 */
@NullMarked
package io.rolecall.spark.selftest;

import org.jspecify.annotations.NullMarked;
