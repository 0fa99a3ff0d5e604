package io.rolecall.localaws.iam;

import io.rolecall.localaws.policy.PolicyDocument;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An IAM role.
 *
 * @param accountId the role's account
 * @param name the role's name
 * @param roleId AWS's unique identifier
 * @param maxSessionDuration how long a session may be asked for
 * @param policies who may assume it, and what it may do
 * @param boundary its permissions boundary, or null
 * @param tags its tags
 */
public record Role(
    String accountId,
    String name,
    String roleId,
    Duration maxSessionDuration,
    RolePolicies policies,
    @Nullable PolicyDocument boundary,
    Map<String, String> tags) {

  public String arn() {
    return "arn:aws:iam::" + accountId + ":role/" + name;
  }

  /** Who may assume it now. */
  public PolicyDocument trust() {
    return policies.trust();
  }

  /** What it may do now, by its identity policies together. */
  PolicyDocument policy() {
    return policies.permissions();
  }
}
