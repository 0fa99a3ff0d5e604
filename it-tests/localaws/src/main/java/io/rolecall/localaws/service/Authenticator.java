package io.rolecall.localaws.service;

import io.rolecall.localaws.http.HttpRequest;
import io.rolecall.localaws.iam.Principal;
import io.rolecall.localaws.iam.RoleSession;
import io.rolecall.localaws.iam.SessionRegistry;
import io.rolecall.localaws.iam.World;
import io.rolecall.localaws.sigv4.AuthenticationException;
import io.rolecall.localaws.sigv4.AuthenticationFailure;
import io.rolecall.localaws.sigv4.Authorization;
import io.rolecall.localaws.sigv4.VerifiedSignature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Finds out who sent a request. Thread-safe. */
public final class Authenticator {
  public static final Duration MAX_SKEW = Duration.ofMinutes(15);

  private final World world;
  private final SessionRegistry sessions;
  private final Clock clock;

  public Authenticator(World world, SessionRegistry sessions, Clock clock) {
    this.world = world;
    this.sessions = sessions;
    this.clock = clock;
  }

  /** Whose key it is, if it was used for this service; nothing is verified yet. */
  public Principal owner(Authorization authorization, String service)
      throws AuthenticationException {
    String scope = authorization.scope().service();
    if (!scope.equals(service)) {
      throw new AuthenticationException(
          AuthenticationFailure.MALFORMED,
          authorization,
          "The authorization header is malformed; incorrect service \""
              + scope
              + "\". This endpoint belongs to \""
              + service
              + "\".");
    }
    Principal owner = world.userByKey(authorization.accessKeyId());
    if (owner == null) {
      owner = sessions.find(authorization.accessKeyId());
    }
    if (owner == null) {
      throw new AuthenticationException(
          AuthenticationFailure.UNKNOWN_KEY,
          authorization,
          "The AWS Access Key Id you provided does not exist in our records.");
    }
    return owner;
  }

  /** Verifies that the owner of the key signed this request, in time and with its token. */
  public VerifiedSignature verify(
      HttpRequest request, Authorization authorization, Principal owner, String payloadHash)
      throws AuthenticationException {
    Instant now = clock.instant();
    verifySession(owner, authorization, now);
    verifyTime(authorization, now);
    return VerifiedSignature.of(
        request, authorization, owner.accessKey().secretAccessKey(), payloadHash);
  }

  private void verifySession(Principal owner, Authorization authorization, Instant now)
      throws AuthenticationException {
    String token = authorization.sessionToken();
    String expected = owner.<@Nullable String>match(user -> null, RoleSession::sessionToken);
    if (expected == null ? token != null : !expected.equals(token)) {
      throw new AuthenticationException(
          AuthenticationFailure.INVALID_TOKEN,
          authorization,
          "The provided token is malformed or otherwise invalid.");
    }
    boolean ended = owner.match(user -> false, session -> sessions.hasEnded(session, now));
    if (ended) {
      throw new AuthenticationException(
          AuthenticationFailure.EXPIRED_TOKEN, authorization, "The provided token has expired.");
    }
  }

  private static void verifyTime(Authorization authorization, Instant now)
      throws AuthenticationException {
    Instant signedAt = authorization.signedAt();
    Duration validity = authorization.validity();
    if (validity != null && now.isAfter(signedAt.plus(validity))) {
      throw new AuthenticationException(
          AuthenticationFailure.EXPIRED_URL, authorization, "Request has expired");
    }
    boolean tooOld = validity == null && now.isAfter(signedAt.plus(MAX_SKEW));
    if (tooOld || now.isBefore(signedAt.minus(MAX_SKEW))) {
      throw new AuthenticationException(
          AuthenticationFailure.SKEWED,
          authorization,
          "The difference between the request time and the current time is too large.");
    }
  }
}
