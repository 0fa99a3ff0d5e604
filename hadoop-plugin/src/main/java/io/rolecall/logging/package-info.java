/** Keeps what other libraries would log of sessions out of the logs. */
@NullMarked
package io.rolecall.logging;

import org.jspecify.annotations.NullMarked;
