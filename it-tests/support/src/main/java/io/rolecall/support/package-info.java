/** What the integration tests of all modules share. */
@NullMarked
package io.rolecall.support;

import org.jspecify.annotations.NullMarked;
