/**
 * What S3A is wired with: the file system, the signer that picks a request's session, and the
 * client factory whose retry signs again what met an expired one.
 *
 * <p>API are the names in {@code docs/api.md} alone.
 */
@NullMarked
package io.rolecall.s3a;

import org.jspecify.annotations.NullMarked;
