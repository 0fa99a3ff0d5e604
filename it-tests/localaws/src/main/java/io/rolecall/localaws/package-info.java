/**
 * A local stand-in for AWS: S3 and STS that enforce who may do what.
 *
 * <p>S3Mock keeps the objects and enforces nothing. {@link io.rolecall.localaws.LocalAws} puts a
 * gate in front of it that verifies signatures, session tokens, expiry and rights, answers as AWS
 * does, writes an access log, and fails on demand.
 *
 * <p>The model is simpler than AWS in this: a principal has rights only in buckets of its own
 * account (there are no bucket policies), who may assume a role is decided by the role's trust
 * alone, and a HEAD or GET of a missing key answers 404 even to those who may not list.
 */
@NullMarked
package io.rolecall.localaws;

import org.jspecify.annotations.NullMarked;
