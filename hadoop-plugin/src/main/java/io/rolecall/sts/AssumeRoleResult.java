package io.rolecall.sts;

import io.rolecall.route.Access;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.text.OneLine;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.sts.model.AssumedRoleUser;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * What STS answered, whichever way the role was asked for.
 *
 * @param user the assumed role; null if the answer names none
 * @param credentials the session's credentials
 * @param packedPolicySize how much of their space policy and tags take, in percent; null if the
 *     answer does not say
 * @param http the answer's head
 */
record AssumeRoleResult(
    @Nullable AssumedRoleUser user,
    Credentials credentials,
    @Nullable Integer packedPolicySize,
    SdkHttpResponse http) {

  /** STS may be off by its Date header's and its expiration's granularity of a second each. */
  private static final Duration ROUNDING = Duration.ofSeconds(2);

  /** IAM's names of roles have 64 characters, those of sessions as well. */
  private static final int LONGEST_ARN = 256;

  /**
   * The session, if it is one of the role that was asked for.
   *
   * @param access the role
   * @param sessionName the name that was asked for
   * @param duration the duration that was asked for
   * @param asked when, by this process's clock
   */
  Session of(Access.Role access, String sessionName, Duration duration, Instant asked)
      throws SessionException {
    String assumed = user == null ? "" : user.arn();
    if (!access.role().isAssumedBy(assumed, sessionName)) {
      throw new SessionException(
          SessionException.Kind.PERMANENT,
          "asked for "
              + access.role()
              + " as "
              + sessionName
              + ", but STS answered with a session of '"
              + OneLine.of(assumed, LONGEST_ARN)
              + "'; the session is refused. Check which STS endpoint answers",
          null);
    }
    return new Session(
        credentials.accessKeyId(),
        credentials.secretAccessKey(),
        credentials.sessionToken(),
        access.role(),
        sessionName,
        asked.plus(lifetime(duration)),
        packedPolicySize == null ? OptionalInt.empty() : OptionalInt.of(packedPolicySize));
  }

  /**
   * How long the session lasts, counted from the call: this process's clock may be wrong, STS's
   * expiration by STS's clock tells the length all the same.
   */
  private Duration lifetime(Duration requested) {
    Instant expiration = credentials.expiration();
    return StsTime.of(http)
        .map(now -> Duration.between(now, expiration))
        .filter(granted -> granted.minus(requested).abs().compareTo(ROUNDING) > 0)
        .orElse(requested);
  }

  /** The role alone. */
  @Override
  public String toString() {
    return "session of " + (user == null ? "an unnamed role" : user.arn());
  }
}
