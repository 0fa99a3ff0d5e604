package io.rolecall.session;

import static java.util.Objects.requireNonNull;

import io.rolecall.route.RoleArn;
import java.time.Instant;
import java.util.OptionalInt;
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
 * @param packedPolicySize how much of the space that STS has for a session its policy and tags
 *     take, in percent; empty if STS did not say, and where the session came from another process
 */
public record Session(
    String accessKeyId,
    String secretAccessKey,
    String sessionToken,
    RoleArn role,
    String sessionName,
    Instant expiration,
    OptionalInt packedPolicySize) {

  /** Checks that nothing is null. */
  public Session {
    requireNonNull(accessKeyId, "accessKeyId");
    requireNonNull(secretAccessKey, "secretAccessKey");
    requireNonNull(sessionToken, "sessionToken");
    requireNonNull(role, "role");
    requireNonNull(sessionName, "sessionName");
    requireNonNull(expiration, "expiration");
    requireNonNull(packedPolicySize, "packedPolicySize");
  }

  /**
   * A session of which nobody said how much space its policy and tags take.
   *
   * @param accessKeyId access key id
   * @param secretAccessKey secret access key
   * @param sessionToken session token
   * @param role the role that was assumed
   * @param sessionName the role session name
   * @param expiration when it ends, by this process's clock
   */
  public Session(
      String accessKeyId,
      String secretAccessKey,
      String sessionToken,
      RoleArn role,
      String sessionName,
      Instant expiration) {
    this(
        accessKeyId,
        secretAccessKey,
        sessionToken,
        role,
        sessionName,
        expiration,
        OptionalInt.empty());
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

  /** Role, session name, expiration and the size of its policy; none of the credentials. */
  @Override
  public String toString() {
    return "session "
        + sessionName
        + " of "
        + role
        + " until "
        + expiration
        + (packedPolicySize.isPresent()
            ? " (session policy and tags take " + packedPolicySize.getAsInt() + " % of STS's limit)"
            : "");
  }
}
