/**
 * What the owners of accounts have to set for routes: trust policies, the roles' permissions, and
 * those of the base identity, as IAM's JSON.
 *
 * <p>The documents are records that Jackson writes. AWS has a builder for them, which Hadoop's
 * class paths have only where they have the SDK's bundle.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.iam;

import org.jspecify.annotations.NullMarked;
