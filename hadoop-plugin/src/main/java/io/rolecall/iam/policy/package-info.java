/**
 * Policies as IAM's JSON, by what they are attached to, and how much of them IAM takes. The
 * documents are records that Jackson writes. AWS has a builder for them, which is not on every
 * class path.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.iam.policy;

import org.jspecify.annotations.NullMarked;
