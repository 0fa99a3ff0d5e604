package io.rolecall.localaws.sts;

import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.iam.Principal;
import io.rolecall.localaws.iam.Role;
import io.rolecall.localaws.iam.RoleSession;
import io.rolecall.localaws.iam.SessionTags;
import io.rolecall.localaws.iam.World;
import io.rolecall.localaws.service.Faults;
import io.rolecall.localaws.sigv4.AuthenticationException;
import org.jspecify.annotations.Nullable;

/** A session for those whom a role trusts. */
public final class AssumeRole implements StsAction {
  private static final int MAX_CHAINED_SECONDS = 3600;

  private final World world;
  private final SessionIssuer issuer;
  private final Faults faults;

  public AssumeRole(World world, SessionIssuer issuer, Faults faults) {
    this.world = world;
    this.issuer = issuer;
    this.faults = faults;
  }

  @Override
  public String name() {
    return "AssumeRole";
  }

  @Override
  public String call(StsCall call) throws AwsError, AuthenticationException {
    Principal caller = call.caller();
    RoleSessionRequest request = RoleSessionRequest.parse(call);
    call.asks(request.logged());
    Role role = world.role(request.roleArn());
    if (role == null || !role.trust().admits(caller, request.externalId())) {
      throw notAuthorized(caller, "sts:AssumeRole", request.roleArn());
    }
    RoleSession chained = caller.<@Nullable RoleSession>match(user -> null, session -> session);
    Integer seconds = request.durationSeconds();
    if (chained != null && seconds != null && seconds > MAX_CHAINED_SECONDS) {
      throw new AwsError(
          400,
          "ValidationError",
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
              + " chaining");
    }
    RoleSession session =
        issuer.issue(
            faults.roleInsteadOf(role, world),
            request,
            sourceIdentity(request, chained),
            tags(request, chained));
    return StsXml.session(session, request.policyText());
  }

  /** Once set it stays through a chain, and cannot be changed. */
  private static @Nullable String sourceIdentity(
      RoleSessionRequest request, @Nullable RoleSession caller) throws AwsError {
    String inherited = caller == null ? null : caller.sourceIdentity();
    String asked = request.sourceIdentity();
    if (caller != null && inherited != null && asked != null && !inherited.equals(asked)) {
      throw notAuthorized(caller, "sts:SetSourceIdentity", request.roleArn());
    }
    return inherited == null ? asked : inherited;
  }

  private static SessionTags tags(RoleSessionRequest request, @Nullable RoleSession caller)
      throws AwsError {
    SessionTags inherited = caller == null ? SessionTags.none() : caller.tags().inherited();
    for (String key : request.tags().values().keySet()) {
      if (inherited.values().containsKey(key)) {
        throw new AwsError(
            400,
            "InvalidParameterValue",
            "One of the specified transitive tag keys can't be set because it conflicts with a"
                + " transitive tag key from the calling session.");
      }
    }
    return inherited.and(request.tags());
  }

  private static AwsError notAuthorized(Principal caller, String action, String resource) {
    return new AwsError(
        403,
        "AccessDenied",
        "User: "
            + caller.arn()
            + " is not authorized to perform: "
            + action
            + " on resource: "
            + resource);
  }
}
