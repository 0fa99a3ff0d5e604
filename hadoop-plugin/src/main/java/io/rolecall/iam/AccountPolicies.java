package io.rolecall.iam;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of one account sets.
 *
 * @param account the account's id
 * @param roles its roles, by ARN
 * @param baseIdentity the base identity, if it is of this account; else null
 */
public record AccountPolicies(
    String account, List<RolePolicies> roles, @Nullable BasePolicies baseIdentity) {}
