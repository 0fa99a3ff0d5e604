/**
 * The steps of the self-test: those of {@code rolecall check}, and those that need a running
 * application.
 *
 * <p>Not API: for {@link io.rolecall.spark.SelfTest}.
 */
@NullMarked
package io.rolecall.spark.selftest;

import org.jspecify.annotations.NullMarked;
