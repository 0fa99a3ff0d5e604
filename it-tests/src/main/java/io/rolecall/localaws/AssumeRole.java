package io.rolecall.localaws;

import io.rolecall.localaws.policy.PolicyDocument;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Issues sessions to those whom a role trusts. */
final class AssumeRole implements StsAction {
  private static final Duration DEFAULT_DURATION = Duration.ofHours(1);
  private static final Duration MAX_CHAINED_DURATION = Duration.ofHours(1);

  private final World world;
  private final SessionRegistry sessions;
  private final Faults faults;
  private final Clock clock;
  private final Duration minDuration;

  AssumeRole(
      World world, SessionRegistry sessions, Faults faults, Clock clock, Duration minDuration) {
    this.world = world;
    this.sessions = sessions;
    this.faults = faults;
    this.clock = clock;
    this.minDuration = minDuration;
  }

  @Override
  public String name() {
    return "AssumeRole";
  }

  @Override
  public String call(StsCall call) throws AwsError {
    RoleSessionRequest request = RoleSessionRequest.parse(call);
    call.transaction().asks(request.logged());
    Principal caller = call.caller();
    Role role = world.role(request.roleArn());
    if (role == null || !role.trust().admits(caller, request.externalId())) {
      throw notAuthorized(caller, "sts:AssumeRole", request.roleArn());
    }
    PolicyDocument policy = request.policy();
    Duration duration = duration(request, role, caller instanceof RoleSession);
    RoleSession session =
        new RoleSession(
            faults.roleInsteadOf(role, world),
            request.sessionName(),
            KeyGenerator.sessionKey(),
            KeyGenerator.sessionToken(),
            expiration(duration),
            sourceIdentity(request, caller),
            tags(request, caller),
            policy);
    sessions.add(session);
    return StsXml.session(session, request.policyText());
  }

  private Duration duration(RoleSessionRequest request, Role role, boolean chained)
      throws AwsError {
    Integer seconds = request.durationSeconds();
    if (seconds == null) {
      Duration max = role.maxSessionDuration();
      return max.compareTo(DEFAULT_DURATION) < 0 ? max : DEFAULT_DURATION;
    }
    Duration duration = Duration.ofSeconds(seconds);
    if (duration.compareTo(minDuration) < 0) {
      throw StsCall.invalid(
          seconds.toString(),
          "DurationSeconds",
          "Member must have value greater than or equal to " + minDuration.toSeconds());
    }
    if (chained && duration.compareTo(MAX_CHAINED_DURATION) > 0) {
      throw new AwsError(
          400,
          "ValidationError",
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
              + " chaining");
    }
    if (duration.compareTo(role.maxSessionDuration()) > 0) {
      throw new AwsError(
          400,
          "ValidationError",
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    return duration;
  }

  /** AWS answers whole seconds. Rounded up, so that a session of one second is never born dead. */
  private Instant expiration(Duration duration) {
    Instant end = clock.instant().plus(duration);
    Instant floor = end.truncatedTo(ChronoUnit.SECONDS);
    return floor.equals(end) ? end : floor.plusSeconds(1);
  }

  /** Once set it stays through a chain, and cannot be changed. */
  private static @Nullable String sourceIdentity(RoleSessionRequest request, Principal caller)
      throws AwsError {
    String inherited = caller instanceof RoleSession session ? session.sourceIdentity() : null;
    String asked = request.sourceIdentity();
    if (inherited != null && asked != null && !inherited.equals(asked)) {
      throw notAuthorized(caller, "sts:SetSourceIdentity", request.roleArn());
    }
    return inherited == null ? asked : inherited;
  }

  private static SessionTags tags(RoleSessionRequest request, Principal caller) throws AwsError {
    SessionTags inherited =
        caller instanceof RoleSession session ? session.tags().inherited() : SessionTags.none();
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
