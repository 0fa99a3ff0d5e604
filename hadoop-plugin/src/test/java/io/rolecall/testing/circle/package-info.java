/** Classes that need each other, in two circles, which the architecture test must find. */
@NullMarked
package io.rolecall.testing.circle;

import org.jspecify.annotations.NullMarked;
