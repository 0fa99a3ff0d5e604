/**
 * What the owners of accounts have to set for routes: trust policies, the roles' permissions, those
 * of the base identity, and the policies of buckets and keys of other accounts, as IAM's JSON and
 * for other tools.
 *
 * <p>Not API: for the command, and for {@code sts}, whose messages name the statement that is
 * missing. The documents are records that Jackson writes. AWS has a builder for them, which is not
 * on every class path.
 */
@NullMarked
package io.rolecall.iam;

import org.jspecify.annotations.NullMarked;
