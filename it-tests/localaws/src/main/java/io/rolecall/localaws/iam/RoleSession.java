package io.rolecall.localaws.iam;

import io.rolecall.localaws.policy.Policies;
import io.rolecall.localaws.policy.PolicyDocument;
import io.rolecall.localaws.policy.RequestContext;
import io.rolecall.localaws.policy.Requester;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Session credentials of a role.
 *
 * @param role the assumed role
 * @param name the role session name
 * @param accessKey the session's key
 * @param sessionToken the session token
 * @param issued when it was issued
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
    Instant issued,
    Instant expiration,
    @Nullable String sourceIdentity,
    SessionTags tags,
    @Nullable PolicyDocument policy)
    implements Principal {

  @Override
  public <R extends @Nullable Object> R match(Cases<R> cases) {
    return cases.session().apply(this);
  }

  @Override
  public String arn() {
    return "arn:aws:sts::" + role.accountId() + ":assumed-role/" + role.name() + '/' + name;
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
  public Requester requester() {
    RequestContext keys =
        PrincipalKeys.of("AssumedRole", role.arn(), accountId(), userId(), tags.over(role.tags()))
            .with("aws:TokenIssueTime", issued.toString())
            .with("aws:SourceIdentity", sourceIdentity);
    return Requester.session(accountId(), role.arn(), arn(), keys);
  }

  @Override
  public Policies policies() {
    return new Policies(role.policy(), role.boundary(), policy);
  }

  /** Without the session token. */
  @Override
  public String toString() {
    return arn() + " until " + expiration;
  }
}
