package io.rolecall.localaws.s3;

import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.service.Authenticator;
import io.rolecall.localaws.sigv4.AuthenticationException;
import io.rolecall.localaws.sigv4.Authorization;
import io.rolecall.localaws.sigv4.PayloadException;
import io.rolecall.localaws.text.Xml;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** S3's codes and words for what can go wrong. Thread-safe. */
public final class S3Errors {
  private final ExpiredAnswer expiredAnswer;
  private final Clock clock;

  public S3Errors(ExpiredAnswer expiredAnswer, Clock clock) {
    this.expiredAnswer = expiredAnswer;
    this.clock = clock;
  }

  AwsError of(AuthenticationException e) {
    return switch (e.failure()) {
      case MISSING, UNSIGNED_HEADERS, EXPIRED_URL -> new AwsError(403, "AccessDenied", e.message());
      case UNSUPPORTED -> new AwsError(400, "InvalidRequest", e.message());
      case MALFORMED -> new AwsError(400, "AuthorizationHeaderMalformed", e.message());
      case UNKNOWN_KEY -> new AwsError(403, "InvalidAccessKeyId", e.message());
      case INVALID_TOKEN -> new AwsError(400, "InvalidToken", e.message());
      case EXPIRED_TOKEN ->
          expiredAnswer == ExpiredAnswer.AWS
              ? new AwsError(400, "ExpiredToken", e.message())
              : new AwsError(403, "InvalidAccessKeyId", "");
      case BAD_SIGNATURE -> new AwsError(403, "SignatureDoesNotMatch", e.message());
      case SKEWED -> skewed(e);
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

  private AwsError skewed(AuthenticationException e) {
    AwsError error = new AwsError(403, "RequestTimeTooSkewed", e.message());
    Authorization authorization = e.authorization();
    if (authorization != null) {
      error.with("RequestTime", authorization.signedAt().toString());
    }
    return error
        .with("ServerTime", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
        .with("MaxAllowedSkewMilliseconds", Long.toString(Authenticator.MAX_SKEW.toMillis()));
  }
}
