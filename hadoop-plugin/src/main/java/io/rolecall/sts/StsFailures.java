package io.rolecall.sts;

import io.rolecall.route.Access;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a failed STS call means, and what to do about it. */
final class StsFailures {

  private StsFailures() {}

  /**
   * Explains a failure.
   *
   * @param failure what the SDK threw
   * @param access the role that was asked for
   * @param caller who asked
   * @return the failure, with advice, and whether it may pass
   */
  static SessionException explain(SdkException failure, Access.Role access, String caller) {
    if (failure instanceof AwsServiceException answer) {
      return explainAnswer(answer, access, caller);
    }
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof SdkClientException && message.contains("Unable to load region")) {
      return new SessionException(
          Kind.PERMANENT,
          "no region to call STS in for "
              + access.role()
              + ": set the route's 'region', fs.s3a.assumed.role.sts.endpoint.region, or"
              + " AWS_REGION",
          failure);
    }
    return new SessionException(
        Kind.TRANSIENT, "STS cannot be reached for " + access.role() + ": " + message, failure);
  }

  private static SessionException explainAnswer(
      AwsServiceException answer, Access.Role access, String caller) {
    StsError said = StsError.of(answer);
    String code = said.code();
    String text = said.text();
    String what = "STS refused " + access.role() + " to " + caller + ": " + code + ": " + text;
    return switch (code) {
      case "AccessDenied", "AccessDeniedException", "status 403" ->
          permanent(
              what
                  + ". Check that the role exists, that its trust policy names the caller"
                  + access
                      .externalId()
                      .map(
                          id ->
                              " and the external id of "
                                  + id.length()
                                  + " characters that is configured")
                      .orElse(" and asks for no external id (none is configured)")
                  + (access.terms().tags().isEmpty() ? "" : ", that it allows sts:TagSession")
                  + ", and that the caller may sts:AssumeRole it",
              answer);
      case "ValidationError" ->
          permanent(
              what
                  + (text.contains("role chaining")
                      ? ". The base identity is itself a session of a role, whose sessions AWS"
                          + " limits to one hour: set the route's duration to 1h or less"
                      : ". Check the duration against the role's maximum"),
              answer);
      case "MalformedPolicyDocument", "PackedPolicyTooLarge" ->
          permanent(what + ". Check the route's session policy and tags", answer);
      case "NoSuchEntity" ->
          permanent(
              what
                  + ". There is no such role"
                  + (access.role().account().isEmpty()
                      ? ""
                      : " in account " + access.role().account())
                  + ": check the route's role ARN",
              answer);
      case "InvalidArgument" ->
          permanent(
              what
                  + ". Check the duration ("
                  + access.terms().duration().toSeconds()
                  + " s) against what the role and the store allow, and the session name",
              answer);
      case "InvalidClientTokenId", "InvalidAccessKeyId", "SignatureDoesNotMatch" ->
          permanent(what + ". The base identity's keys are wrong or deactivated", answer);
      case "RegionDisabledException" ->
          permanent(what + ". Set the route's 'region' to an enabled one", answer);
      case "ExpiredToken", "ExpiredTokenException" ->
          // The base identity may be refreshed by whoever wrote it.
          new SessionException(
              Kind.TRANSIENT, what + ". The base identity has expired; refresh it", answer);
      default ->
          answer.statusCode() >= 500 || answer.isThrottlingException()
              ? new SessionException(Kind.TRANSIENT, what, answer)
              : permanent(what, answer);
    };
  }

  private static SessionException permanent(String message, Throwable cause) {
    return new SessionException(Kind.PERMANENT, message, cause);
  }
}
