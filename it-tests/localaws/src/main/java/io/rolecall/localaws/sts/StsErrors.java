package io.rolecall.localaws.sts;

import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.service.Authenticator;
import io.rolecall.localaws.sigv4.AuthenticationException;
import io.rolecall.localaws.sigv4.Authorization;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** STS's codes and words for a caller who cannot be authenticated. */
final class StsErrors {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private StsErrors() {}

  static AwsError of(AuthenticationException e, Instant now) {
    return switch (e.failure()) {
      case MISSING ->
          new AwsError(
              403, "MissingAuthenticationToken", "Request is missing Authentication Token");
      case UNSUPPORTED, MALFORMED -> new AwsError(400, "IncompleteSignature", e.message());
      case UNKNOWN_KEY, INVALID_TOKEN ->
          new AwsError(
              403,
              "InvalidClientTokenId",
              "The security token included in the request is invalid.");
      case EXPIRED_TOKEN ->
          new AwsError(
              403, "ExpiredToken", "The security token included in the request is expired");
      case BAD_SIGNATURE, UNSIGNED_HEADERS ->
          new AwsError(
              403,
              "SignatureDoesNotMatch",
              "The request signature we calculated does not match the signature you provided. Check"
                  + " your AWS Secret Access Key and signing method. Consult the service"
                  + " documentation for details.");
      case SKEWED, EXPIRED_URL ->
          new AwsError(403, "SignatureDoesNotMatch", skewed(e.authorization(), now));
    };
  }

  private static String skewed(@Nullable Authorization authorization, Instant now) {
    Instant signedAt = authorization == null ? Instant.EPOCH : authorization.signedAt();
    boolean late = signedAt.isBefore(now);
    Instant limit = late ? now.minus(Authenticator.MAX_SKEW) : now.plus(Authenticator.MAX_SKEW);
    return (late ? "Signature expired: " : "Signature not yet current: ")
        + TIMESTAMP.format(signedAt)
        + (late ? " is now earlier than " : " is still later than ")
        + TIMESTAMP.format(limit)
        + " ("
        + TIMESTAMP.format(now)
        + (late ? " - 15 min.)" : " + 15 min.)");
  }
}
