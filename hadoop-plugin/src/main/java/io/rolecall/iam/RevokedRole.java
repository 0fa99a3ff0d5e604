package io.rolecall.iam;

import io.rolecall.iam.policy.PolicyDocument;
import io.rolecall.iam.policy.PolicyStatement;
import java.util.List;

/**
 * What the owner of a role sets to end the sessions of one job.
 *
 * @param account the role's account
 * @param role the role's ARN
 * @param sessionNames what the job's sessions of it are called
 * @param trust statements to add to its trust policy: no further session
 * @param permissions a policy to add to its permissions: the sessions that there are may do nothing
 */
public record RevokedRole(
    String account,
    String role,
    List<String> sessionNames,
    List<PolicyStatement> trust,
    PolicyDocument permissions) {}
