package io.rolecall.localaws.iam;

import io.rolecall.localaws.policy.AccessRequest;
import io.rolecall.localaws.policy.Decision;
import io.rolecall.localaws.policy.PolicyDocument;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An IAM user with one static access key.
 *
 * @param accountId the user's account
 * @param name the user's name
 * @param userId AWS's unique identifier
 * @param accessKey the key
 * @param policy the user's identity policy
 */
public record User(
    String accountId, String name, String userId, AccessKey accessKey, PolicyDocument policy)
    implements Principal {

  @Override
  public <R extends @Nullable Object> R match(
      Function<? super User, ? extends R> user,
      Function<? super RoleSession, ? extends R> session) {
    return user.apply(this);
  }

  @Override
  public String arn() {
    return "arn:aws:iam::" + accountId + ":user/" + name;
  }

  @Override
  public String trustedArn() {
    return arn();
  }

  @Override
  public void authorize(AccessRequest request) throws AwsError {
    Decision decision = policy.decide(request);
    if (decision != Decision.ALLOWED) {
      throw AwsError.accessDenied(arn(), request, decision, "identity-based");
    }
  }
}
