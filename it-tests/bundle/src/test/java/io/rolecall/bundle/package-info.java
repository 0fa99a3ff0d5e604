/** What a job logs at TRACE, with the SDK in both of its packagings. */
@NullMarked
package io.rolecall.bundle;

import org.jspecify.annotations.NullMarked;
