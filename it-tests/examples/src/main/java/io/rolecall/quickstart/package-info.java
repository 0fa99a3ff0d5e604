/**
 * The quick start: three accounts, and a Spark job that works in two that are not its own, with
 * sessions of ten seconds.
 */
@NullMarked
package io.rolecall.quickstart;

import org.jspecify.annotations.NullMarked;
