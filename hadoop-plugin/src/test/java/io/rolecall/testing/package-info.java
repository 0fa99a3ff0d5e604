/** Hand-written fakes, shared with the other modules as a test-jar. */
@NullMarked
package io.rolecall.testing;

import org.jspecify.annotations.NullMarked;
