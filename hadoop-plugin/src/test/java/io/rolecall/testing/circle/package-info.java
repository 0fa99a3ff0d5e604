/** Two classes that need each other, which the architecture test must find. */
@NullMarked
package io.rolecall.testing.circle;

import org.jspecify.annotations.NullMarked;
