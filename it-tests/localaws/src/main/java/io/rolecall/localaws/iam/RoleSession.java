package io.rolecall.localaws.iam;

import io.rolecall.localaws.policy.AccessRequest;
import io.rolecall.localaws.policy.Decision;
import io.rolecall.localaws.policy.PolicyDocument;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Session credentials of a role.
 *
 * @param role the assumed role
 * @param name the role session name
 * @param accessKey the session's key
 * @param sessionToken the session token
 * @param expiration when it ends
 * @param sourceIdentity the source identity, or null
 * @param tags the session tags
 * @param policy the session policy, or null
 */
public record RoleSession(
    Role role,
    String name,
    AccessKey accessKey,
    String sessionToken,
    Instant expiration,
    @Nullable String sourceIdentity,
    SessionTags tags,
    @Nullable PolicyDocument policy)
    implements Principal {

  @Override
  public <R extends @Nullable Object> R match(
      Function<? super User, ? extends R> user,
      Function<? super RoleSession, ? extends R> session) {
    return session.apply(this);
  }

  @Override
  public String arn() {
    return "arn:aws:sts::" + role.accountId() + ":assumed-role/" + role.name() + '/' + name;
  }

  @Override
  public String trustedArn() {
    return role.arn();
  }

  @Override
  public String accountId() {
    return role.accountId();
  }

  @Override
  public String userId() {
    return role.roleId() + ':' + name;
  }

  @Override
  public void authorize(AccessRequest request) throws AwsError {
    Decision byRole = role.policy().decide(request);
    if (byRole != Decision.ALLOWED) {
      throw AwsError.accessDenied(arn(), request, byRole, "identity-based");
    }
    Decision bySession = policy == null ? Decision.ALLOWED : policy.decide(request);
    if (bySession != Decision.ALLOWED) {
      throw AwsError.accessDenied(arn(), request, bySession, "session");
    }
  }

  /** Without the session token. */
  @Override
  public String toString() {
    return arn() + " until " + expiration;
  }
}
