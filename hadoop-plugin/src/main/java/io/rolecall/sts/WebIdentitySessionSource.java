package io.rolecall.sts;

import io.rolecall.iam.TokenClaims;
import io.rolecall.identity.WebIdentityToken;
import io.rolecall.route.Access;
import io.rolecall.route.Federation;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionSource;
import io.rolecall.text.Sent;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;

/**
 * Exchanges a web identity token for a session of a role. The token's file is read each time, for
 * it is replaced before the token ends. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">AssumeRoleWithWebIdentity</a>
 */
public final class WebIdentitySessionSource implements SessionSource {

  private final Access.Role access;
  private final Federation.WebIdentity identity;
  private final Supplier<JobIdentity> job;
  private final StsClients clients;
  private final Clock clock;

  /** Whether there was a session: what is refused now was allowed then. */
  private volatile boolean given;

  /**
   * A source.
   *
   * @param access the role that the token gives
   * @param identity where the token is
   * @param job who the sessions are for, asked at each call
   * @param clients the clients
   * @param clock this process's clock
   */
  public WebIdentitySessionSource(
      Access.Role access,
      Federation.WebIdentity identity,
      Supplier<JobIdentity> job,
      StsClients clients,
      Clock clock) {
    this.access = access;
    this.identity = identity;
    this.job = job;
    this.clients = clients;
    this.clock = clock;
  }

  @Override
  public Session obtain(@Nullable Session rejected) throws SessionException {
    String sessionName = job.get().sessionName(access.terms().sessionName());
    String token = WebIdentityToken.read(identity.tokenFile());
    AssumeRoleWithWebIdentityRequest.Builder request =
        AssumeRoleWithWebIdentityRequest.builder()
            .roleArn(access.role().toString())
            .roleSessionName(sessionName)
            .webIdentityToken(token)
            .durationSeconds((int) access.terms().duration().toSeconds());
    access.terms().policy().ifPresent(request::policy);
    Instant asked = clock.instant();
    AssumeRoleWithWebIdentityResponse response;
    try {
      response = clients.client(access.sts()).assumeRoleWithWebIdentity(request.build());
    } catch (SdkException | IllegalArgumentException e) {
      throw StsFailures.ofSignIn(
          StsCall.webIdentity(access, identity.toString(), TokenClaims.of(token), asked)
              .given(given),
          e,
          new Sent(token));
    }
    Session session =
        new AssumeRoleResult(
                response.assumedRoleUser(),
                response.credentials(),
                response.packedPolicySize(),
                response.sdkHttpResponse())
            .of(access, sessionName, access.terms().duration(), asked);
    given = true;
    return session;
  }
}
