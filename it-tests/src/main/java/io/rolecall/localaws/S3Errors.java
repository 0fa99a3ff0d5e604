package io.rolecall.localaws;

import io.rolecall.localaws.sigv4.AuthenticationException;
import io.rolecall.localaws.sigv4.Authorization;
import io.rolecall.localaws.sigv4.PayloadException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** S3's codes and words for what can go wrong. Thread-safe. */
final class S3Errors {
  private final ExpiredAnswer expiredAnswer;
  private final Clock clock;

  S3Errors(ExpiredAnswer expiredAnswer, Clock clock) {
    this.expiredAnswer = expiredAnswer;
    this.clock = clock;
  }

  AwsError of(AuthenticationException e, @Nullable Authorization authorization) {
    String message = String.valueOf(e.getMessage());
    return switch (e.failure()) {
      case MISSING -> new AwsError(403, "AccessDenied", "Access Denied");
      case UNSUPPORTED -> new AwsError(400, "InvalidRequest", message);
      case MALFORMED -> new AwsError(400, "AuthorizationHeaderMalformed", message);
      case UNKNOWN_KEY -> unknownKey(message);
      case INVALID_TOKEN -> new AwsError(400, "InvalidToken", message);
      case EXPIRED_TOKEN ->
          expiredAnswer == ExpiredAnswer.CEPH
              ? unknownKey(authorization == null ? "" : authorization.accessKeyId())
              : new AwsError(400, "ExpiredToken", message);
      case BAD_SIGNATURE -> new AwsError(403, "SignatureDoesNotMatch", message);
      case SKEWED -> skewed(message, authorization);
      case EXPIRED_URL -> new AwsError(403, "AccessDenied", message);
    };
  }

  AwsError of(PayloadException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e.reason()) {
      case BAD_SIGNATURE -> new AwsError(403, "SignatureDoesNotMatch", message);
      case INCOMPLETE -> new AwsError(400, "IncompleteBody", message);
      case MALFORMED -> new AwsError(400, "InvalidRequest", message);
    };
  }

  static byte[] body(AwsError error, String requestId) {
    StringBuilder xml = new StringBuilder(Xml.DECLARATION).append("<Error>");
    xml.append(Xml.element("Code", error.code())).append(Xml.element("Message", error.message()));
    error.details().forEach((name, value) -> xml.append(Xml.element(name, value)));
    xml.append(Xml.element("RequestId", requestId));
    xml.append(Xml.element("HostId", "localaws")).append("</Error>");
    return xml.toString().getBytes(StandardCharsets.UTF_8);
  }

  private AwsError skewed(String message, @Nullable Authorization authorization) {
    AwsError error = new AwsError(403, "RequestTimeTooSkewed", message);
    if (authorization != null) {
      error.with("RequestTime", authorization.signedAt().toString());
    }
    return error
        .with("ServerTime", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
        .with("MaxAllowedSkewMilliseconds", Long.toString(Authenticator.MAX_SKEW.toMillis()));
  }

  private static AwsError unknownKey(String accessKeyId) {
    return new AwsError(
            403,
            "InvalidAccessKeyId",
            "The AWS Access Key Id you provided does not exist in our records.")
        .with("AWSAccessKeyId", accessKeyId);
  }
}
