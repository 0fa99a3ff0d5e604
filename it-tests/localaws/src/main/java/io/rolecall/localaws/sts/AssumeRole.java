package io.rolecall.localaws.sts;

import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.iam.Principal;
import io.rolecall.localaws.iam.Role;
import io.rolecall.localaws.iam.RoleSession;
import io.rolecall.localaws.iam.SessionTags;
import io.rolecall.localaws.iam.World;
import io.rolecall.localaws.policy.Question;
import io.rolecall.localaws.service.Faults;
import io.rolecall.localaws.sigv4.AuthenticationException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session for those whom a role trusts. */
public final class AssumeRole implements StsAction {
  private static final Duration HOUR = Duration.ofHours(1);

  private final World world;
  private final SessionIssuer issuer;
  private final Faults faults;
  private final Duration chainedLimit;
  private final Consumer<Question> questions;

  /**
   * @param chainedLimit how long a session lasts at most whose caller is a role session; AWS has
   *     one hour
   * @param questions notes what policies were asked
   */
  public AssumeRole(
      World world,
      SessionIssuer issuer,
      Faults faults,
      Duration chainedLimit,
      Consumer<Question> questions) {
    this.world = world;
    this.issuer = issuer;
    this.faults = faults;
    this.chainedLimit = chainedLimit;
    this.questions = questions;
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
    RoleSession chained = caller.<@Nullable RoleSession>match(user -> null, session -> session);
    SessionTags inherited = chained == null ? SessionTags.none() : chained.tags().inherited();
    String sourceIdentity = chained == null ? null : chained.sourceIdentity();
    if (sourceIdentity == null) {
      sourceIdentity = request.sourceIdentity();
    }
    RoleAccess access = RoleAccess.of(caller, request, sourceIdentity, questions);
    access.check(request.roleArn(), role, inherited.and(request.tags()), sourceIdentity);
    Objects.requireNonNull(role);
    if (chained != null) {
      request = chained(request, role);
    }
    if (request.sourceIdentity() != null && !request.sourceIdentity().equals(sourceIdentity)) {
      throw access.denied("sts:SetSourceIdentity", request.roleArn()); // it cannot be changed
    }
    SessionTags tags = tags(request, inherited);
    RoleSession session =
        issuer.issue(faults.roleInsteadOf(role, world), request, sourceIdentity, tags);
    return StsXml.session(session, faults.packedPolicySize(request.policyText(), tags.values()));
  }

  /** Who leaves the duration to AWS gets no longer session than who asks for one. */
  private RoleSessionRequest chained(RoleSessionRequest request, Role role) throws AwsError {
    Integer seconds = request.durationSeconds();
    if (seconds == null) {
      return chainedLimit.compareTo(role.maxSessionDuration()) < 0
          ? request.lasting((int) chainedLimit.toSeconds())
          : request;
    }
    if (seconds > chainedLimit.toSeconds()) {
      throw new AwsError(
          400,
          "ValidationError",
          "The requested DurationSeconds exceeds the "
              + (chainedLimit.equals(HOUR) ? "1 hour" : chainedLimit.toSeconds() + " second")
              + " session limit for roles assumed by role chaining");
    }
    return request;
  }

  private static SessionTags tags(RoleSessionRequest request, SessionTags inherited)
      throws AwsError {
    for (String key : request.tags().values().keySet()) {
      if (inherited.values().keySet().stream().anyMatch(key::equalsIgnoreCase)) {
        throw new AwsError(
            400,
            "InvalidParameterValue",
            "One of the specified transitive tag keys can't be set because it conflicts with a"
                + " transitive tag key from the calling session.");
      }
    }
    return inherited.and(request.tags());
  }
}
