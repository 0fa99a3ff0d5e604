package io.rolecall.localaws.sts;

import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.iam.KeyGenerator;
import io.rolecall.localaws.iam.Role;
import io.rolecall.localaws.iam.RoleSession;
import io.rolecall.localaws.iam.SessionRegistry;
import io.rolecall.localaws.iam.SessionTags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Issues sessions, whoever they are for. Thread-safe. */
public final class SessionIssuer {
  private static final Duration DEFAULT_DURATION = Duration.ofHours(1);

  private final SessionRegistry sessions;
  private final Clock clock;
  private final Duration minDuration;

  /**
   * @param sessions where they go
   * @param clock what they end by
   * @param minDuration the shortest that can be asked for
   */
  public SessionIssuer(SessionRegistry sessions, Clock clock, Duration minDuration) {
    this.sessions = sessions;
    this.clock = clock;
    this.minDuration = minDuration;
  }

  public RoleSession issue(
      Role role, RoleSessionRequest request, @Nullable String sourceIdentity, SessionTags tags)
      throws AwsError {
    RoleSession session =
        new RoleSession(
            role,
            request.sessionName(),
            KeyGenerator.sessionKey(),
            KeyGenerator.sessionToken(),
            clock.instant(),
            expiration(duration(request, role)),
            sourceIdentity,
            tags,
            request.policy());
    sessions.add(session);
    return session;
  }

  private Duration duration(RoleSessionRequest request, Role role) throws AwsError {
    Integer seconds = request.durationSeconds();
    Duration max = role.maxSessionDuration();
    if (seconds == null) {
      return max.compareTo(DEFAULT_DURATION) < 0 ? max : DEFAULT_DURATION;
    }
    Duration duration = Duration.ofSeconds(seconds);
    if (duration.compareTo(minDuration) < 0) {
      throw StsCall.invalid(
          seconds.toString(),
          "DurationSeconds",
          "Member must have value greater than or equal to " + minDuration.toSeconds());
    }
    if (duration.compareTo(max) > 0) {
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
}
