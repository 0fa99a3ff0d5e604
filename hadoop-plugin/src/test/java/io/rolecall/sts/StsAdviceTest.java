package io.rolecall.sts;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.testing.Samples;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/** What is said of calls that are not for a role, and what is the same for all calls. */
class StsAdviceTest {

  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
  private static final String KEYS = "base identity from static keys";

  private static StsCall call(StsCall.Action action) {
    return switch (action) {
      case ASSUME_ROLE -> StsCall.assumeRole(Samples.access(Samples.ROLE), KEYS, NOW);
      case SAML -> StsCall.saml(Samples.access(Samples.ROLE), "the assertion", "provider", NOW);
      case WEB_IDENTITY ->
          StsCall.webIdentity(Samples.access(Samples.ROLE), "the token", Optional.empty(), NOW);
      case CALLER_IDENTITY -> StsCall.callerIdentity(KEYS, NOW);
      case WEB_IDENTITY_TOKEN -> StsCall.webIdentityToken("https://sts.example");
    };
  }

  private static StsException answer(int status, String code, String date) {
    return (StsException)
        StsException.builder()
            .statusCode(status)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode(code)
                    .errorMessage("the reason")
                    .sdkHttpResponse(
                        SdkHttpResponse.builder()
                            .statusCode(status)
                            .appendHeader("Date", date)
                            .build())
                    .build())
            .build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "InvalidClientTokenId | The access key is unknown, deleted or deactivated, or a session token"
            + " is missing; or the session is of STS's global endpoint, and this STS is of a region"
            + " that was enabled by hand, which takes those of regional endpoints alone",
        "SignatureDoesNotMatch | The secret key does not belong to the access key: copy it again",
        "ExpiredToken | The base identity is a session that has ended: sign in again, or refresh it",
        "Unheard | Try again; if it stays, ask who runs this STS endpoint",
      })
  void advisesWhoAsksForTheCaller(String code, String advice) {
    assertThat(
            StsFailures.of(
                call(StsCall.Action.CALLER_IDENTITY),
                answer(403, code, "Wed, 25 Nov 2026 10:00:01 GMT")))
        .hasMessage("STS does not accept the " + KEYS + ": " + code + ": the reason. " + advice);
  }

  /** A signature is wrong too where the clock is. */
  @ParameterizedTest
  @CsvSource({
    "ASSUME_ROLE,STS refused arn:aws:iam::111122223333:role/reader to " + KEYS,
    "CALLER_IDENTITY,STS does not accept the " + KEYS
  })
  void aClockThatIsFarOffIsToBlame(StsCall.Action action, String what) {
    assertThat(
            StsFailures.of(
                call(action),
                answer(403, "SignatureDoesNotMatch", "Wed, 25 Nov 2026 10:20:00 GMT")))
        .hasMessage(
            what
                + ": SignatureDoesNotMatch: the reason. This machine's clock is wrong: set it"
                + " (NTP)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AccessDenied | . Let the identity do sts:GetWebIdentityToken for this audience. It needs"
            + " {\"Effect\":\"Allow\",\"Action\":[\"sts:GetWebIdentityToken\"],\"Resource\":[\"*\"]}",
        "OutboundWebIdentityFederationDisabledException | . An administrator of the account has to"
            + " enable outbound web identity federation in IAM",
        "InvalidAction | . This STS endpoint does not know GetWebIdentityToken",
        "InvalidClientTokenId | . The access key is unknown, deleted or deactivated, or a session"
            + " token is missing; or the session is of STS's global endpoint, and this STS is of a"
            + " region that was enabled by hand, which takes those of regional endpoints alone",
        "Unheard | ''",
      })
  void advisesWhoAsksForAToken(String code, String advice) {
    assertThat(
            StsFailures.explain(
                call(StsCall.Action.WEB_IDENTITY_TOKEN),
                StsFailure.refused(403, code, "the reason")))
        .isEqualTo(
            "STS gives no web identity token at https://sts.example: "
                + code
                + ": the reason"
                + advice);
  }

  @ParameterizedTest
  @EnumSource
  void aMissingRegionIsExplainedAlike(StsCall.Action action) {
    assertThat(
            StsFailures.explain(
                call(action),
                StsFailure.of(SdkClientException.create("Unable to load region from"))))
        .startsWith("no region to call STS in")
        .endsWith(
            ". Set fs.s3a.assumed.role.sts.endpoint.region, the route's 'region', or AWS_REGION");
  }

  @ParameterizedTest
  @EnumSource
  void anEndpointThatDoesNotAnswerIsExplainedAlike(StsCall.Action action) {
    assertThat(
            StsFailures.explain(
                call(action), StsFailure.of(SdkClientException.create("timed out"))))
        .startsWith("STS cannot be reached")
        .endsWith(
            ": timed out. Check fs.s3a.assumed.role.sts.endpoint, the proxy, and the network's way to"
                + " STS");
  }

  /** An exception without a message has a name at least. */
  @ParameterizedTest
  @EnumSource
  void aFailureWithoutAMessageIsNamed(StsCall.Action action) {
    assertThat(
            StsFailures.explain(call(action), StsFailure.of(SdkClientException.builder().build())))
        .contains(": software.amazon.awssdk.core.exception.SdkClientException")
        .doesNotContain("null");
  }
}
