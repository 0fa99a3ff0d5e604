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
 * @param trust who may assume it
 * @param maxSessionDuration how long a session may be asked for
 * @param policy the role's identity policy
 * @param boundary its permissions boundary, or null
 * @param tags its tags
 */
public record Role(
    String accountId,
    String name,
    String roleId,
    PolicyDocument trust,
    Duration maxSessionDuration,
    PolicyDocument policy,
    @Nullable PolicyDocument boundary,
    Map<String, String> tags) {

  public String arn() {
    return "arn:aws:iam::" + accountId + ":role/" + name;
  }
}
