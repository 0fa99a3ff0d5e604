/**
 * The configuration keys, what they say for one bucket, and which process this is. Knows no routes.
 *
 * <p>Not API but for the names of the keys.
 */
@NullMarked
package io.rolecall.config;

import org.jspecify.annotations.NullMarked;
