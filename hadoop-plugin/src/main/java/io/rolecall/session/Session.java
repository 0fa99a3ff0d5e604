package io.rolecall.session;

import static java.util.Objects.requireNonNull;

import io.rolecall.route.RoleArn;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * STS session credentials of one role.
 *
 * @param accessKeyId the access key id
 * @param secretAccessKey the secret access key
 * @param sessionToken the session token, as AWS names it
 * @param role the role that was assumed
 * @param sessionName the role session name, as it appears in CloudTrail
 * @param expiration when it ends, by this process's clock
 */
public record Session(
    String accessKeyId,
    String secretAccessKey,
    String sessionToken,
    RoleArn role,
    String sessionName,
    Instant expiration) {

  /** Checks that nothing is null. */
  public Session {
    requireNonNull(accessKeyId, "accessKeyId");
    requireNonNull(secretAccessKey, "secretAccessKey");
    requireNonNull(sessionToken, "sessionToken");
    requireNonNull(role, "role");
    requireNonNull(sessionName, "sessionName");
    requireNonNull(expiration, "expiration");
  }

  /**
   * Whether another one is this session, though its expiration may differ: each process tells it by
   * its own clock.
   *
   * @param other another session; may be null
   * @return whether both have the same access key id
   */
  public boolean isSameAs(@Nullable Session other) {
    return other != null && accessKeyId.equals(other.accessKeyId);
  }

  /** Role, session name and expiration; none of the credentials. */
  @Override
  public String toString() {
    return "session " + sessionName + " of " + role + " until " + expiration;
  }
}
