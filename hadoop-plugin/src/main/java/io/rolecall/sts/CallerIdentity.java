package io.rolecall.sts;

import static java.util.Objects.requireNonNull;

import io.rolecall.identity.BaseIdentity;
import io.rolecall.route.StsEndpoint;
import io.rolecall.session.SessionException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Who a base identity is, as STS sees it.
 *
 * @param arn the caller's ARN, or that a store's STS does not tell it
 * @param base where its credentials come from
 * @param clockSkew how much this process's clock is ahead of STS's, to a second or two; empty if
 *     STS does not tell its time
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">GetCallerIdentity</a>
 */
public record CallerIdentity(String arn, String base, Optional<Duration> clockSkew) {

  /** What Ceph's gateway says, whose STS has no GetCallerIdentity. */
  static final String UNSUPPORTED = "MethodNotAllowed";

  private static final String NOT_TOLD = "not told, because this STS has no GetCallerIdentity";

  /** Checks that nothing is null. */
  public CallerIdentity {
    requireNonNull(arn, "arn");
    requireNonNull(base, "base");
    requireNonNull(clockSkew, "clockSkew");
  }

  /**
   * Asks STS, which answers everybody whose signature is right.
   *
   * @param endpoint the STS endpoint
   * @param base the base identity
   * @param clients the clients
   * @param clock this process's clock
   * @return the caller
   * @throws SessionException if STS does not answer, or does not know the caller
   */
  public static CallerIdentity ask(
      StsEndpoint endpoint, BaseIdentity base, StsClients clients, Clock clock)
      throws SessionException {
    AwsCredentialsProvider credentials = StaticCredentialsProvider.create(base.credentials());
    GetCallerIdentityRequest request =
        GetCallerIdentityRequest.builder()
            .overrideConfiguration(call -> call.credentialsProvider(credentials))
            .build();
    try {
      GetCallerIdentityResponse response = clients.client(endpoint).getCallerIdentity(request);
      return new CallerIdentity(
          response.arn(),
          base.toString(),
          StsTime.of(response.sdkHttpResponse())
              .map(theirs -> Duration.between(theirs, clock.instant())));
    } catch (SdkException | IllegalArgumentException e) {
      if (StsFailure.of(e).code().equals(UNSUPPORTED)) {
        return new CallerIdentity(NOT_TOLD, base.toString(), Optional.empty());
      }
      throw StsFailures.of(StsCall.callerIdentity(base.toString(), clock.instant()), e);
    }
  }
}
