package io.rolecall.sts;

import static io.rolecall.testing.Samples.ROLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.iam.TokenClaims;
import io.rolecall.identity.SignInException;
import io.rolecall.identity.SignInException.Reason;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.testing.Samples;
import io.rolecall.text.Sent;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.StsException;

/** What STS's refusals of sign-ins mean. */
class SignInFailuresTest {

  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
  private static final String PROVIDER = "arn:aws:iam::111122223333:saml-provider/company";

  private static SdkException answer(int status, String code, String text) {
    return StsException.builder()
        .statusCode(status)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(text).build())
        .build();
  }

  private static SignInException saml(SdkException failure) {
    return StsFailures.ofSignIn(
        StsCall.saml(Samples.access(ROLE), "the assertion", PROVIDER, NOW), failure, Sent.NOTHING);
  }

  private static SignInException webIdentity(SdkException failure) {
    return StsFailures.ofSignIn(
        StsCall.webIdentity(
            Samples.access(ROLE),
            "the token",
            Optional.of(new TokenClaims("oidc.example/id/1", "sts.amazonaws.com", "etl")),
            NOW),
        failure,
        Sent.NOTHING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | ValidationError | Request ARN is invalid | ROLE_OR_PROVIDER | PERMANENT | Role and"
            + " SAML provider are swapped or malformed",
        "400 | ValidationError | The requested DurationSeconds exceeds the MaxSessionDuration set"
            + " for this role. | DURATION | PERMANENT | Check the duration against the role's"
            + " maximum",
        "400 | InvalidIdentityToken | Response signature invalid | IDENTITY_PROVIDER | PERMANENT |"
            + " The assertion does not fit the metadata of",
        "400 | InvalidIdentityToken | RoleSessionName is required in AuthnResponse | SESSION_NAME |"
            + " PERMANENT | The identity provider must send a RoleSessionName of 2 to 64",
        "403 | AccessDenied | Not authorized to perform sts:AssumeRoleWithSAML | NOT_TRUSTED |"
            + " PERMANENT | Check that the role exists and that its trust policy lets",
        "400 | ExpiredTokenException | Token must be redeemed within 5 minutes of issuance |"
            + " EXPIRED | PERMANENT | Sign in again",
        "503 | ServiceUnavailable | later | STS | TRANSIENT | ''",
        "400 | Throttling | Rate exceeded | STS | TRANSIENT | ''",
        "400 | SomethingNew | ? | OTHER | PERMANENT | ''",
      })
  void explainsARefusedAssertion(
      int status, String code, String text, Reason reason, Kind kind, String advice) {
    SignInException failure = saml(answer(status, code, text));
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.getMessage())
        .startsWith("STS refused " + ROLE + " to the assertion: " + code + ": " + text)
        .contains(advice);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | InvalidIdentityToken | Incorrect token audience | IDENTITY_PROVIDER | PERMANENT |"
            + " IAM has no OIDC provider",
        "400 | IDPCommunicationError | timeout | IDENTITY_PROVIDER | TRANSIENT | STS could not"
            + " reach the token's issuer",
        "403 | IDPRejectedClaim | no | IDENTITY_PROVIDER | PERMANENT | it may have been revoked",
        "403 | AccessDenied | no | NOT_TRUSTED | PERMANENT | conditions that fit the token's sub"
            + " and aud",
        "400 | ExpiredTokenException | Token expired | EXPIRED | TRANSIENT | must replace it in"
            + " time",
        "400 | ValidationError | DurationSeconds | DURATION | PERMANENT | Check the duration",
      })
  void explainsARefusedToken(
      int status, String code, String text, Reason reason, Kind kind, String advice) {
    SignInException failure = webIdentity(answer(status, code, text));
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.getMessage())
        .startsWith("STS refused " + ROLE + " to the token: " + code + ": " + text)
        .contains(advice);
  }

  @Test
  void aDenialNamesTheStatementThatIsMissing() {
    assertThat(saml(answer(403, "AccessDenied", "no")))
        .hasMessage(
            "STS refused "
                + ROLE
                + " to the assertion: AccessDenied: no. Check that the role exists and that its trust"
                + " policy lets "
                + PROVIDER
                + " do sts:AssumeRoleWithSAML, with a condition on SAML:aud that fits. As the route is, its trust"
                + " policy needs {\"Effect\":\"Allow\",\"Principal\":{\"Federated\":\""
                + PROVIDER
                + "\"},\"Action\":[\"sts:AssumeRoleWithSAML\"],\"Condition\":{\"StringEquals\":"
                + "{\"saml:aud\":[\"https://signin.aws.amazon.com/saml\"]}}}");
    assertThat(webIdentity(answer(403, "AccessDenied", "no")))
        .hasMessage(
            "STS refused "
                + ROLE
                + " to the token: AccessDenied: no. Check that the role exists and that its trust"
                + " policy lets the OIDC provider do sts:AssumeRoleWithWebIdentity, with conditions"
                + " that fit the token's sub and aud. As the route is, its trust policy needs"
                + " {\"Effect\":\"Allow\",\"Principal\":{\"Federated\":"
                + "\"arn:aws:iam::111122223333:oidc-provider/oidc.example/id/1\"},"
                + "\"Action\":[\"sts:AssumeRoleWithWebIdentity\"],\"Condition\":{\"StringEquals\":"
                + "{\"oidc.example/id/1:aud\":[\"sts.amazonaws.com\"],"
                + "\"oidc.example/id/1:sub\":[\"etl\"]}}}");
  }

  @Test
  void anEndpointThatIsGoneMayComeBack() {
    SignInException failure = saml(SdkClientException.create("Unable to execute HTTP request"));
    assertThat(failure)
        .hasMessage(
            "STS cannot be reached for "
                + ROLE
                + ": Unable to execute HTTP request. Check fs.s3a.assumed.role.sts.endpoint, the"
                + " proxy, and the network's way to STS");
    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
  }
}
