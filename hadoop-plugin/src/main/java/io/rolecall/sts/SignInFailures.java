package io.rolecall.sts;

import io.rolecall.identity.SignInException;
import io.rolecall.identity.SignInException.Reason;
import io.rolecall.route.Access;
import io.rolecall.session.SessionException.Kind;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What it means when STS refuses a sign-in, and what to do about it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_saml.html">Troubleshooting
 *     SAML</a>
 */
final class SignInFailures {

  private SignInFailures() {}

  /**
   * Explains a refused SAML assertion.
   *
   * @param failure what the SDK threw
   * @param access the role that was asked for
   * @param provider the SAML provider that was named
   * @param what what the assertion says of itself
   */
  static SignInException saml(
      SdkException failure, Access.Role access, String provider, String what) {
    Answer answer = Answer.of(failure, access, what);
    return switch (answer.code) {
      case "ValidationError" ->
          answer.text.contains("DurationSeconds")
              ? answer.duration()
              : answer.permanent(
                  Reason.ROLE_OR_PROVIDER,
                  "Role and SAML provider are swapped or malformed: check "
                      + access.role()
                      + " and "
                      + provider
                      + ", and that both are of one account");
      case "InvalidIdentityToken" ->
          answer.text.contains("RoleSessionName")
              ? answer.permanent(
                  Reason.SESSION_NAME,
                  "The identity provider must send a RoleSessionName of 2 to 64 letters, digits and"
                      + " _=,.@+-, without spaces")
              : answer.permanent(
                  Reason.IDENTITY_PROVIDER,
                  "The assertion does not fit the metadata of "
                      + provider
                      + ": after a change of the identity provider's certificate, issuer or"
                      + " audience, upload its new metadata to that provider in IAM");
      case "AccessDenied" ->
          answer.permanent(
              Reason.NOT_TRUSTED,
              "Check that the role exists and that its trust policy lets "
                  + provider
                  + " do sts:AssumeRoleWithSAML, with a condition on SAML:aud that fits");
      case "ExpiredToken", "ExpiredTokenException" ->
          answer.permanent(Reason.EXPIRED, "Sign in again");
      default -> answer.other();
    };
  }

  /**
   * Explains a refused web identity token.
   *
   * @param failure what the SDK threw
   * @param access the role that was asked for
   * @param what where the token comes from
   */
  static SignInException webIdentity(SdkException failure, Access.Role access, String what) {
    Answer answer = Answer.of(failure, access, what);
    return switch (answer.code) {
      case "ValidationError" -> answer.duration();
      case "InvalidIdentityToken" ->
          answer.permanent(
              Reason.IDENTITY_PROVIDER,
              "IAM has no OIDC provider for the token's issuer in the role's account, or the"
                  + " token's audience is none of that provider's");
      case "IDPCommunicationError" ->
          answer.passing(Reason.IDENTITY_PROVIDER, "STS could not reach the token's issuer");
      case "IDPRejectedClaim" ->
          answer.permanent(
              Reason.IDENTITY_PROVIDER, "The issuer rejects the token: it may have been revoked");
      case "AccessDenied" ->
          answer.permanent(
              Reason.NOT_TRUSTED,
              "Check that the role exists and that its trust policy lets the OIDC provider do"
                  + " sts:AssumeRoleWithWebIdentity, with conditions that fit the token's sub and"
                  + " aud");
      case "ExpiredToken", "ExpiredTokenException" ->
          answer.passing(
              Reason.EXPIRED,
              "Whoever writes the file must replace it in time; on EKS, that is the kubelet");
      default -> answer.other();
    };
  }

  /** An answer of STS, or the lack of one. */
  private record Answer(SdkException failure, String code, String text, String what) {

    static Answer of(SdkException failure, Access.Role access, String what) {
      String code = "no answer";
      String text = String.valueOf(failure.getMessage());
      if (failure instanceof AwsServiceException answer) {
        StsError said = StsError.of(answer);
        code = said.code();
        text = said.text();
      }
      return new Answer(failure, code, text, "STS refused " + access.role() + " to " + what + ": ");
    }

    SignInException permanent(Reason reason, String advice) {
      return exception(reason, Kind.PERMANENT, code + ": " + text + ". " + advice);
    }

    SignInException passing(Reason reason, String advice) {
      return exception(reason, Kind.TRANSIENT, code + ": " + text + ". " + advice);
    }

    SignInException duration() {
      return permanent(Reason.DURATION, "Check the duration against the role's maximum");
    }

    SignInException other() {
      if (failure instanceof AwsServiceException answer) {
        boolean passes = answer.statusCode() >= 500 || answer.isThrottlingException();
        return exception(
            passes ? Reason.STS : Reason.OTHER,
            passes ? Kind.TRANSIENT : Kind.PERMANENT,
            code + ": " + text);
      }
      if (text.contains("Unable to load region")) {
        return new SignInException(
            Reason.OTHER,
            Kind.PERMANENT,
            "no region to call STS in: set the route's 'region',"
                + " fs.s3a.assumed.role.sts.endpoint.region, or AWS_REGION",
            failure);
      }
      return new SignInException(
          Reason.STS, Kind.TRANSIENT, "STS cannot be reached: " + text, failure);
    }

    private SignInException exception(Reason reason, Kind kind, String message) {
      return new SignInException(reason, kind, what + message, failure);
    }
  }
}
