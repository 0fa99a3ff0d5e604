package io.rolecall.iam.policy;

import org.jspecify.annotations.Nullable;

/**
 * What a role's owner sets.
 *
 * @param role the role's ARN
 * @param maxSessionDurationSeconds the least that its MaxSessionDuration has to be
 * @param trustPolicy who may assume it
 * @param permissions what it may do; null for a role that only leads to roles that name it
 */
public record RolePolicies(
    String role,
    long maxSessionDurationSeconds,
    PolicyDocument trustPolicy,
    @Nullable PolicyDocument permissions) {}
