package io.rolecall.testing;

import io.rolecall.route.Access;
import io.rolecall.route.RoleArn;
import io.rolecall.route.SessionTerms;
import io.rolecall.route.StsEndpoint;
import io.rolecall.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Values for tests that do not care which. */
public final class Samples {

  /** A role. */
  public static final RoleArn ROLE = RoleArn.parse("arn:aws:iam::111122223333:role/reader");

  /** Another role, of another account. */
  public static final RoleArn OTHER_ROLE = RoleArn.parse("arn:aws:iam::444455556666:role/writer");

  /** AWS's own endpoint. */
  public static final StsEndpoint AWS = new StsEndpoint(Optional.empty(), Optional.empty());

  /** Half an hour, named by user and job. */
  public static final SessionTerms TERMS =
      new SessionTerms(
          Duration.ofMinutes(30), "{user}-{job}", Optional.empty(), Map.of(), Optional.empty());

  private Samples() {}

  /** The n-th session of {@link #ROLE}: {@code key-n}, {@code secret-n}, {@code token-n}. */
  public static Session session(int number, Instant expiration) {
    return new Session(
        "key-" + number, "secret-" + number, "token-" + number, ROLE, "alice-job", expiration);
  }

  /** A role that the base identity assumes on plain terms. */
  public static Access.Role access(RoleArn role) {
    return new Access.Role(role, Optional.empty(), TERMS, AWS, null);
  }
}
