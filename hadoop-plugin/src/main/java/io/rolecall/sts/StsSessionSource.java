package io.rolecall.sts;

import io.rolecall.identity.BaseIdentity;
import io.rolecall.renewal.LiveSession;
import io.rolecall.route.Access;
import io.rolecall.session.Rejection;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionSource;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Tag;

/**
 * Assumes one role: with the base identity, or with the live session of the role before it in a
 * chain, which is told if STS does not take it. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
 */
public final class StsSessionSource implements SessionSource {

  private final Access.Role access;
  private final HadoopUser caller;
  private final String callerName;
  private final Refusals refusals;
  private final Supplier<JobIdentity> job;
  private final StsClients clients;
  private final Clock clock;

  /** Whether there was a session: what is refused now was allowed then. */
  private volatile boolean given;

  private StsSessionSource(
      Access.Role access,
      HadoopUser caller,
      String callerName,
      Refusals refusals,
      Supplier<JobIdentity> job,
      StsClients clients,
      Clock clock) {
    this.access = access;
    this.caller = caller;
    this.callerName = callerName;
    this.refusals = refusals;
    this.job = job;
    this.clients = clients;
    this.clock = clock;
  }

  /** Whose credentials call STS. */
  private interface HadoopUser {
    AwsCredentialsProvider credentials() throws SessionException;
  }

  /** Who is told that STS does not take a session, and asks for another if that is believed. */
  private interface Refusals {
    boolean note(String accessKeyId, Rejection rejection);
  }

  /**
   * A source that assumes a role with the base identity.
   *
   * @param access the role; not one that is assumed through another
   * @param base the base identity
   * @param job who the sessions are for, asked at each call
   * @param clients the clients
   * @param clock this process's clock
   * @return the source
   */
  public static StsSessionSource byBase(
      Access.Role access,
      BaseIdentity base,
      Supplier<JobIdentity> job,
      StsClients clients,
      Clock clock) {
    return new StsSessionSource(
        access,
        () -> credentials(access, base),
        base.toString(),
        (accessKeyId, rejection) -> false,
        job,
        clients,
        clock);
  }

  /**
   * A source that assumes a role with a session of another.
   *
   * @param access the role
   * @param through the live session of the role that assumes it
   * @param job who the sessions are for, asked at each call
   * @param clients the clients
   * @param clock this process's clock
   * @return the source
   */
  public static StsSessionSource byRole(
      Access.Role access,
      LiveSession through,
      Supplier<JobIdentity> job,
      StsClients clients,
      Clock clock) {
    return new StsSessionSource(
        access,
        () -> credentials(through),
        "the session of " + through,
        through::onRejected,
        job,
        clients,
        clock);
  }

  private static AwsCredentialsProvider credentials(Access.Role access, BaseIdentity base)
      throws SessionException {
    try {
      return StaticCredentialsProvider.create(base.credentials());
    } catch (SessionException e) {
      throw new SessionException(
          e.kind(),
          "no credentials to call STS with for " + access.role() + ": " + e.getMessage(),
          e);
    }
  }

  /** Does not wait failures out: whoever wants this session does that, if anybody. */
  private static AwsCredentialsProvider credentials(LiveSession through) throws SessionException {
    Session session;
    try {
      session = through.currentOrFail();
    } catch (SessionException e) {
      throw new SessionException(e.kind(), "the role before it in the chain: " + e.getMessage(), e);
    }
    return StaticCredentialsProvider.create(
        AwsSessionCredentials.create(
            session.accessKeyId(), session.secretAccessKey(), session.sessionToken()));
  }

  @Override
  public Session obtain(@Nullable Session rejected) throws SessionException {
    String sessionName = job.get().sessionName(access.terms().sessionName());
    AwsCredentialsProvider credentials = caller.credentials();
    AssumeRoleRequest request = request(sessionName, credentials);
    Instant asked = clock.instant();
    AssumeRoleResponse response;
    try {
      response = clients.client(access.sts()).assumeRole(request);
    } catch (SdkException | IllegalArgumentException e) {
      // Whose session ended early is not renewed before its time but for this.
      Rejection rejection = rejection(StsFailure.of(e).code());
      if (rejection != null) {
        var unused = refusals.note(credentials.resolveCredentials().accessKeyId(), rejection);
      }
      throw StsFailures.of(StsCall.assumeRole(access, callerName, asked).given(given), e);
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

  /** What an error says of the session that called; null if it is about something else. */
  private static @Nullable Rejection rejection(String code) {
    return switch (code) {
      case "ExpiredToken", "ExpiredTokenException" -> Rejection.EXPIRED;
      case "InvalidClientTokenId", "InvalidAccessKeyId" -> Rejection.PERHAPS_EXPIRED;
      default -> null;
    };
  }

  private AssumeRoleRequest request(String sessionName, AwsCredentialsProvider credentials)
      throws SessionException {
    JobIdentity identity = job.get();
    AssumeRoleRequest.Builder request =
        AssumeRoleRequest.builder()
            .roleArn(access.role().toString())
            .roleSessionName(sessionName)
            .durationSeconds((int) access.terms().duration().toSeconds())
            .overrideConfiguration(call -> call.credentialsProvider(credentials));
    access.externalId().ifPresent(request::externalId);
    access.terms().policy().ifPresent(request::policy);
    Optional<String> sourceIdentity = access.terms().sourceIdentity();
    if (sourceIdentity.isPresent()) {
      request.sourceIdentity(identity.sourceIdentity(sourceIdentity.get()));
    }
    List<Tag> tags = new ArrayList<>();
    for (Map.Entry<String, String> tag : access.terms().tags().entrySet()) {
      tags.add(Tag.builder().key(tag.getKey()).value(identity.tagValue(tag.getValue())).build());
    }
    if (!tags.isEmpty()) {
      request.tags(tags);
    }
    return request.build();
  }
}
