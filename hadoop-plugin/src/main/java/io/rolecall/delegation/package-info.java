/**
 * From the process that mints sessions to those that use them: the token binding, the token, the
 * grant that tokens and channels carry, and the identity that S3A's clients sign with.
 */
@NullMarked
package io.rolecall.delegation;

import org.jspecify.annotations.NullMarked;
