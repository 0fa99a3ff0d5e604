package io.rolecall.sts;

import static java.util.Objects.requireNonNull;

import io.rolecall.identity.BaseIdentity;
import io.rolecall.route.StsEndpoint;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Who a base identity is, as STS sees it.
 *
 * @param arn the caller's ARN, or that a store's STS does not tell it
 * @param clockSkew how much this process's clock is ahead of STS's, to a second or two; empty if
 *     STS does not tell its time
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">GetCallerIdentity</a>
 */
public record CallerIdentity(String arn, Optional<Duration> clockSkew) {

  /** What Ceph's gateway says, whose STS has no GetCallerIdentity. */
  private static final String UNSUPPORTED = "MethodNotAllowed";

  private static final String NOT_TOLD = "not told, because this STS has no GetCallerIdentity";

  /** Checks that nothing is null. */
  public CallerIdentity {
    requireNonNull(arn, "arn");
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
      return new CallerIdentity(response.arn(), skew(response.sdkHttpResponse(), clock.instant()));
    } catch (SdkException e) {
      if (e instanceof AwsServiceException answer
          && StsError.of(answer).code().equals(UNSUPPORTED)) {
        return new CallerIdentity(NOT_TOLD, Optional.empty());
      }
      throw explain(e, base, clock.instant());
    }
  }

  private static Optional<Duration> skew(SdkHttpResponse response, Instant now) {
    return response
        .firstMatchingHeader("Date")
        .flatMap(
            date -> {
              try {
                Instant theirs =
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
                return Optional.of(Duration.between(theirs, now));
              } catch (DateTimeParseException e) {
                return Optional.empty();
              }
            });
  }

  private static SessionException explain(SdkException failure, BaseIdentity base, Instant now) {
    if (failure instanceof AwsServiceException answer) {
      StsError said = StsError.of(answer);
      String code = said.code();
      String what = "STS does not accept the " + base + ": " + code + ": " + said.text();
      String advice =
          switch (code) {
            case "InvalidClientTokenId", "InvalidAccessKeyId" ->
                "The access key is unknown, deleted or deactivated, or a session token is missing";
            case "SignatureDoesNotMatch" ->
                skewIsTooLarge(answer, now)
                    ? "This machine's clock is wrong: set it (NTP)"
                    : "The secret key does not belong to the access key: copy it again";
            case "ExpiredToken", "ExpiredTokenException" ->
                "The base identity is a session that has ended: sign in again, or refresh it";
            default -> "Try again; if it stays, ask who runs this STS endpoint";
          };
      return new SessionException(
          answer.statusCode() >= 500 ? Kind.TRANSIENT : Kind.PERMANENT,
          what + ". " + advice,
          failure);
    }
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof SdkClientException && message.contains("Unable to load region")) {
      return new SessionException(
          Kind.PERMANENT,
          "no region to call STS in. Set fs.s3a.assumed.role.sts.endpoint.region, the route's"
              + " 'region', or AWS_REGION",
          failure);
    }
    return new SessionException(
        Kind.TRANSIENT,
        "STS cannot be reached: "
            + message
            + ". Check fs.s3a.assumed.role.sts.endpoint, the proxy, and the network's way to STS",
        failure);
  }

  private static boolean skewIsTooLarge(AwsServiceException answer, Instant now) {
    return answer.awsErrorDetails() != null
        && answer.awsErrorDetails().sdkHttpResponse() != null
        && skew(answer.awsErrorDetails().sdkHttpResponse(), now)
            .map(skew -> skew.abs().compareTo(Duration.ofMinutes(4)) > 0)
            .orElse(false);
  }
}
