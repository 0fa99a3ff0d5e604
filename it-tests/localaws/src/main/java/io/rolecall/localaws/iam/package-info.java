/** Accounts with their users and roles, who a key belongs to, and what they may do. */
@NullMarked
package io.rolecall.localaws.iam;

import org.jspecify.annotations.NullMarked;
