package io.rolecall.localaws.iam;

import io.rolecall.localaws.policy.Policies;
import io.rolecall.localaws.policy.PolicyDocument;
import io.rolecall.localaws.policy.RequestContext;
import io.rolecall.localaws.policy.Requester;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An IAM user with one static access key.
 *
 * @param accountId the user's account
 * @param name the user's name
 * @param userId AWS's unique identifier
 * @param accessKey the key
 * @param policy the user's identity policy
 * @param boundary the user's permissions boundary, or null
 * @param tags the user's tags
 */
public record User(
    String accountId,
    String name,
    String userId,
    AccessKey accessKey,
    PolicyDocument policy,
    @Nullable PolicyDocument boundary,
    Map<String, String> tags)
    implements Principal {

  @Override
  public <R extends @Nullable Object> R match(Cases<R> cases) {
    return cases.user().apply(this);
  }

  @Override
  public String arn() {
    return "arn:aws:iam::" + accountId + ":user/" + name;
  }

  @Override
  public Requester requester() {
    RequestContext keys =
        PrincipalKeys.of("User", arn(), accountId, userId, tags).with("aws:username", name);
    return Requester.user(accountId, arn(), keys);
  }

  @Override
  public Policies policies() {
    return new Policies(policy, boundary, null);
  }
}
