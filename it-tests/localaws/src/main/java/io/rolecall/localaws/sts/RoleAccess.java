package io.rolecall.localaws.sts;

import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.iam.Principal;
import io.rolecall.localaws.iam.Role;
import io.rolecall.localaws.iam.SessionTags;
import io.rolecall.localaws.policy.AccessRequest;
import io.rolecall.localaws.policy.Decision;
import io.rolecall.localaws.policy.Question;
import io.rolecall.localaws.policy.RequestContext;
import io.rolecall.localaws.policy.Verdict;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody may assume a role as it asks to: by the role's trust policy and by its own
 * policies, as AWS says for one account and for two.
 *
 * @param caller who asks
 * @param keys the condition keys of the request
 * @param questions notes what policies were asked
 */
record RoleAccess(Principal caller, RequestContext keys, Consumer<Question> questions) {

  /**
   * The caller's request.
   *
   * @param sourceIdentity what the session's would be, or null
   * @param questions notes what policies were asked
   */
  static RoleAccess of(
      Principal caller,
      RoleSessionRequest request,
      @Nullable String sourceIdentity,
      Consumer<Question> questions) {
    RequestContext keys =
        RequestContext.empty()
            .with("sts:ExternalId", request.externalId())
            .with("sts:RoleSessionName", request.sessionName())
            .with("sts:SourceIdentity", sourceIdentity)
            .with("aws:TagKeys", request.tags().values().keySet())
            .with("sts:TransitiveTagKeys", request.tags().transitive());
    for (Map.Entry<String, String> tag : request.tags().values().entrySet()) {
      keys = keys.with("aws:RequestTag/" + tag.getKey(), tag.getValue());
    }
    return new RoleAccess(caller, keys, questions);
  }

  /**
   * Checks that the caller may do all that its session needs.
   *
   * @param role the role, or null where there is none of that ARN, which is not told
   * @param tags the session's tags, inherited ones with them
   * @param sourceIdentity the session's, or null
   */
  void check(String roleArn, @Nullable Role role, SessionTags tags, @Nullable String sourceIdentity)
      throws AwsError {
    check(roleArn, role, "sts:AssumeRole");
    if (sourceIdentity != null) {
      check(roleArn, role, "sts:SetSourceIdentity");
    }
    if (!tags.values().isEmpty() || !tags.transitive().isEmpty()) {
      check(roleArn, role, "sts:TagSession");
    }
  }

  private void check(String roleArn, @Nullable Role role, String action) throws AwsError {
    AccessRequest request = new AccessRequest(action, roleArn, caller.requester(), keys);
    if (role == null) {
      throw denied(action, roleArn);
    }
    Verdict verdict = verdict(role, request);
    questions.accept(Question.of(caller.identity(), request, caller.policies().session(), verdict));
    if (!verdict.isAllowed()) {
      throw denied(action, roleArn + told(role, verdict));
    }
  }

  /**
   * What is told of a policy that denies: of one account nothing is told to another.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html">AWS:
   *     "sts:AssumeRole with an explicit deny in the role trust policy"</a>
   */
  private String told(Role role, Verdict verdict) {
    boolean foreign = !role.accountId().equals(caller.accountId());
    if (foreign || verdict.decision() != Decision.DENIED) {
      return "";
    }
    return " with an explicit deny in "
        + switch (verdict.by()) {
          case RESOURCE -> "the role trust policy";
          case IDENTITY -> "an identity-based policy";
          case SESSION, BOUNDARY -> "a " + verdict.by().words();
        };
  }

  private Verdict verdict(Role role, AccessRequest request) {
    return role.accountId().equals(caller.accountId())
        ? caller.policies().trustedInOneAccount(role.trust(), request)
        : caller.policies().acrossAccounts(role.trust(), request);
  }

  /** STS's words, which do not tell what is not allowed by whose policy. */
  AwsError denied(String action, String roleArn) {
    return new AwsError(
        403,
        "AccessDenied",
        "User: "
            + caller.arn()
            + " is not authorized to perform: "
            + action
            + " on resource: "
            + roleArn);
  }
}
