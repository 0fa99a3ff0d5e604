/**
 * What the owners of accounts have to set for routes: trust policies, the roles' permissions, those
 * of the base identity, and the policies of buckets and keys of other accounts.
 *
 * <p>Not API: for the command, and for {@code sts}, whose messages name the statement that is
 * missing.
 */
@NullMarked
package io.rolecall.iam;

import org.jspecify.annotations.NullMarked;
