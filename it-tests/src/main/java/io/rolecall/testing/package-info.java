/** What the integration tests of all modules share. */
@NullMarked
package io.rolecall.testing;

import org.jspecify.annotations.NullMarked;
