package io.rolecall.sts;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.identity.SignInException;
import io.rolecall.route.Access;
import io.rolecall.route.SessionTerms;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.testing.Samples;
import io.rolecall.text.Sent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.StsException;

class StsFailuresTest {

  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
  private static final String ROLE = "arn:aws:iam::111122223333:role/reader";

  /** Where STS does not tell who the caller is. */
  private static final String MISSING =
      ". As the route is, its trust policy needs {\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"<the caller's ARN, as"
          + " aws sts get-caller-identity prints it>\"},\"Action\":[\"sts:AssumeRole\"]}. A caller of"
          + " another account needs {\"Effect\":\"Allow\",\"Action\":[\"sts:AssumeRole\"],"
          + "\"Resource\":[\"arn:aws:iam::111122223333:role/reader\"]}";

  private static SessionException explain(RuntimeException failure) {
    return StsFailures.of(
        StsCall.assumeRole(Samples.access(Samples.ROLE), "the base identity", NOW), failure);
  }

  private static SdkException answer(int status, @Nullable String code) {
    return StsException.builder()
        .statusCode(status)
        .awsErrorDetails(
            code == null
                ? null
                : AwsErrorDetails.builder().errorCode(code).errorMessage("the reason").build())
        .build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | AccessDenied | PERMANENT | . Check that the role exists, that its trust policy names"
            + " the caller and asks for no external id (none is configured), and that the caller"
            + " may sts:AssumeRole it"
            + MISSING,
        "400 | ValidationError | PERMANENT | . Check the duration against the role's maximum",
        "400 | MalformedPolicyDocument | PERMANENT"
            + " | . Check the route's session policy and tags",
        "400 | PackedPolicyTooLarge | PERMANENT | . STS packs the session's policy and its tags"
            + " together, and they take too much. Use fewer or shorter session tags. Tags that the"
            + " caller's own session passes on, as those of EKS Pod Identity, count, too",
        "403 | InvalidClientTokenId | PERMANENT"
            + " | . The access key is unknown, deleted or deactivated, or a session token is missing;"
            + " or the session is of STS's global endpoint, and this STS is of a region that was"
            + " enabled by hand, which takes those of regional endpoints alone",
        "403 | SignatureDoesNotMatch | PERMANENT"
            + " | . The secret key does not belong to the access key: copy it again",
        "403 | RegionDisabledException | PERMANENT"
            + " | . Set the route's 'region' to an enabled one: STS has to be active there in the"
            + " role's account, and a region that was enabled by hand in the caller's account, too",
        "403 | ExpiredToken | TRANSIENT | . The base identity is a session that has ended: sign in"
            + " again, or refresh it",
        "400 | Throttling | TRANSIENT | ''",
        "400 | RequestLimitExceeded | TRANSIENT | ''",
        "429 | TooManyRequests | TRANSIENT | ''",
        "500 | InternalFailure | TRANSIENT | ''",
        "503 | ServiceUnavailable | TRANSIENT | ''",
        "400 | SomethingNew | PERMANENT | ''",
      })
  void saysWhatToDoAboutARefusal(int status, String code, Kind kind, String advice) {
    SessionException failure = explain(answer(status, code));
    assertThat(failure)
        .hasMessage(
            "STS refused " + ROLE + " to the base identity: " + code + ": the reason" + advice)
        .hasCauseInstanceOf(StsException.class);
    assertThat(failure.kind()).isEqualTo(kind);
  }

  /** AWS does not tell accounts of each other's statements. */
  @Test
  void whatWasAllowedBeforeMayHaveBeenRevoked() {
    StsCall call = StsCall.assumeRole(Samples.access(Samples.ROLE), "the base identity", NOW);
    assertThat(StsFailures.of(call.given(true), answer(403, "AccessDenied")))
        .hasMessage(
            "STS refused "
                + ROLE
                + " to the base identity: AccessDenied: the reason. STS has given this job such a"
                + " session before, so a policy has changed since: 'rolecall iam revoke', for one,"
                + " ends a job so. Check that the role exists, that its trust policy names the"
                + " caller and asks for no external id (none is configured), and that the caller"
                + " may sts:AssumeRole it"
                + MISSING);
    assertThat(StsFailures.of(call.given(true), answer(503, "ServiceUnavailable")))
        .hasMessage(
            "STS refused " + ROLE + " to the base identity: ServiceUnavailable: the reason");
  }

  @Test
  void namesTheExternalIdAndTheTagsThatTheTrustPolicyMustAllow() {
    Access.Role access =
        new Access.Role(
            Samples.ROLE,
            Optional.of("partner-7"),
            new SessionTerms(
                Duration.ofHours(1), "{job}", Optional.empty(), Map.of("a", "b"), Optional.empty()),
            Samples.AWS,
            null);
    assertThat(
            StsFailures.of(
                StsCall.assumeRole(access, "the base identity", NOW), answer(403, "AccessDenied")))
        .hasMessage(
            "STS refused "
                + ROLE
                + " to the base identity: AccessDenied: the reason. Check that the role exists,"
                + " that its trust policy names the caller and the external id of 9"
                + " characters that is configured, that it"
                + " allows sts:TagSession, and that the caller may sts:AssumeRole it. As the route is, its trust"
                + " policy needs {\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"<the caller's ARN, as"
                + " aws sts get-caller-identity prints it>\"},\"Action\":[\"sts:AssumeRole\"],"
                + "\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":[\"<the route's externalId>\"]}}}"
                + " and {\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"<the caller's ARN, as aws sts"
                + " get-caller-identity prints it>\"},\"Action\":[\"sts:TagSession\"],\"Condition\":"
                + "{\"ForAllValues:StringEquals\":{\"aws:TagKeys\":[\"a\"]}}}. A caller of another"
                + " account needs {\"Effect\":\"Allow\",\"Action\":[\"sts:AssumeRole\"],\"Resource\":[\""
                + ROLE
                + "\"]} and {\"Effect\":\"Allow\",\"Action\":[\"sts:TagSession\"],\"Resource\":[\""
                + ROLE
                + "\"]}");
  }

  private static SdkException saying(String message) {
    return StsException.builder()
        .statusCode(400)
        .awsErrorDetails(
            AwsErrorDetails.builder().errorCode("Unreadable").errorMessage(message).build())
        .build();
  }

  /** Services quote what they cannot read. */
  @Test
  void anAnswerThatRepeatsWhatWasSentDoesNotShowIt() {
    String token = "eyJhbGciOiJSUzI1NiJ9.do-not-show-4711.c2lnbmF0dXJl";
    SignInException failure =
        StsFailures.ofSignIn(
            StsCall.webIdentity(
                Samples.access(Samples.ROLE),
                "the web identity token of /t",
                Optional.empty(),
                NOW),
            saying("cannot parse '" + token + "' of the request"),
            new Sent(token));
    assertThat(failure)
        .hasMessage(
            "STS refused "
                + ROLE
                + " to the web identity token of /t: Unreadable: cannot parse '...' of the request");
    assertThat(trace(failure)).doesNotContain("do-not-show");
  }

  @Test
  void anAnswerThatRepeatsTheExternalIdDoesNotShowIt() {
    Access.Role access =
        new Access.Role(
            Samples.ROLE,
            Optional.of("partner-do-not-show"),
            Samples.access(Samples.ROLE).terms(),
            Samples.AWS,
            null);
    SessionException failure =
        StsFailures.of(
            StsCall.assumeRole(access, "the base identity", NOW),
            saying("no partner-do-not-show here"));
    assertThat(failure)
        .hasMessage("STS refused " + ROLE + " to the base identity: Unreadable: no ... here");
    assertThat(trace(failure)).doesNotContain("do-not-show");
  }

  @Test
  void anAnswerOfManyLinesIsOneShortLine() {
    SessionException failure =
        explain(saying("first\r\nWARN forged\u001b[2J " + "x".repeat(1_000_000)));
    assertThat(failure)
        .hasMessage(
            "STS refused "
                + ROLE
                + " to the base identity: Unreadable: first WARN forged?[2J "
                + "x".repeat(1002)
                + "...");
    assertThat(trace(failure).lines())
        .noneMatch(line -> line.startsWith("WARN") || line.length() > 2500);
  }

  /** The SDK keeps what was answered to its earlier attempts in what it throws at last. */
  @Test
  void anAnswerToAnEarlierAttemptDoesNotShowItEither() {
    String token = "eyJhbGciOiJSUzI1NiJ9.do-not-show-4711.c2lnbmF0dXJl";
    SdkException last = saying("no");
    last.addSuppressed(
        new IllegalStateException("Request attempt 1 failure: cannot parse " + token));
    SignInException failure =
        StsFailures.ofSignIn(
            StsCall.webIdentity(
                Samples.access(Samples.ROLE), "the token of /t", Optional.empty(), NOW),
            last,
            new Sent(token));
    assertThat(trace(failure))
        .contains("Request attempt 1 failure: cannot parse ...")
        .doesNotContain("do-not-show");
  }

  private static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  @ParameterizedTest
  @CsvSource({"403, PERMANENT", "503, TRANSIENT", "404, PERMANENT"})
  void readsTheStatusOfAnAnswerWithoutACode(int status, Kind kind) {
    SessionException failure = explain(answer(status, null));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.getMessage())
        .startsWith(
            "STS refused " + ROLE + " to the base identity: status " + status + ": no message");
  }

  /** Ceph's gateway answers so, and the SDK tells neither code nor message. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | AccessDenied | . Check that the role exists, that its trust policy names the caller"
            + " and asks for no external id (none is configured), and that the caller may"
            + " sts:AssumeRole it"
            + MISSING,
        "404 | NoSuchEntity | . There is no such role in account 111122223333: check the route's"
            + " role ARN",
        "400 | InvalidArgument | . Check the duration (1800 s) against what the role and the store"
            + " allow, and the session name",
        "403 | InvalidAccessKeyId | . The access key is unknown, deleted or deactivated, or a session token is missing",
        "403 | SignatureDoesNotMatch | . The secret key does not belong to the access key: copy it again",
      })
  void readsTheCodeOfAStoreThatAnswersAsS3Does(int status, String code, String advice) {
    SessionException failure =
        explain(
            flat(
                status,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
                    + code
                    + "</Code><Message></Message><RequestId>tx0</RequestId></Error>"));
    assertThat(failure)
        .hasMessage(
            "STS refused " + ROLE + " to the base identity: " + code + ": no message" + advice);
    assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
  }

  @Test
  void readsTheMessageOfAStoreThatAnswersAsS3Does() {
    assertThat(
            explain(
                flat(409, "<Error>\n <Code>New</Code>\n <Message>the reason</Message>\n</Error>")))
        .hasMessage("STS refused " + ROLE + " to the base identity: New: the reason");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "<Error><Code></Code></Error>", "<Code>x</Code>", "\u0000"})
  void doesNotMakeACodeOfOtherBodies(String body) {
    assertThat(explain(flat(409, body)))
        .hasMessage("STS refused " + ROLE + " to the base identity: status 409: no message");
  }

  private static SdkException flat(int status, String body) {
    return StsException.builder()
        .statusCode(status)
        .awsErrorDetails(
            AwsErrorDetails.builder().rawResponse(SdkBytes.fromUtf8String(body)).build())
        .build();
  }

  @Test
  void saysThatTheBaseIdentityIsARoleItself() {
    SdkException refusal =
        StsException.builder()
            .statusCode(400)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode("ValidationError")
                    .errorMessage(
                        "The requested DurationSeconds exceeds the 1 hour session limit for roles"
                            + " assumed by role chaining")
                    .build())
            .build();
    assertThat(explain(refusal))
        .hasMessageEndingWith(
            "role chaining. The base identity is itself a session of a role, whose sessions AWS"
                + " limits to one hour: set the route's duration to 1h or less");
  }

  @Test
  void saysWhereARegionCanComeFrom() {
    SessionException failure =
        explain(
            SdkClientException.create(
                "Unable to load region from any of the providers in the chain"));
    assertThat(failure)
        .hasMessage(
            "no region to call STS in for "
                + ROLE
                + ". Set fs.s3a.assumed.role.sts.endpoint.region, the route's 'region', or"
                + " AWS_REGION");
    assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
  }

  @Test
  void aNetworkErrorMayPass() {
    SessionException failure =
        explain(SdkClientException.create("Unable to execute HTTP request: timed out"));
    assertThat(failure)
        .hasMessage(
            "STS cannot be reached for "
                + ROLE
                + ": Unable to execute HTTP request: timed out. Check"
                + " fs.s3a.assumed.role.sts.endpoint, the proxy, and the network's way to STS");
    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
  }

  /** Tags of EKS Pod Identity go along with each role that its session assumes. */
  @Test
  void saysWhoseTagsTheyAreWhereTheRouteHasNone() {
    String denied =
        "User: arn:aws:sts::111111111111:assumed-role/pod/eks-jobs is not authorized to perform:"
            + " sts:TagSession on resource: "
            + ROLE;
    assertThat(
            explained(
                StsCall.assumeRole(Samples.access(Samples.ROLE), "the base identity", NOW),
                "AccessDenied",
                denied))
        .isEqualTo(
            "STS refused "
                + ROLE
                + " to the base identity: AccessDenied: "
                + denied
                + ". The route sends no tags: the caller's own session passes its on, as that of EKS"
                + " Pod Identity does, and sts:TagSession has to be allowed for them. Allow it; or, if"
                + " nothing needs the tags, have that session made without them (disableSessionTags"
                + " of the pod identity association). As the route is, its trust policy needs"
                + " {\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111111111111:role/pod\"},"
                + "\"Action\":[\"sts:TagSession\"]}. arn:aws:iam::111111111111:role/pod needs"
                + " {\"Effect\":\"Allow\",\"Action\":[\"sts:TagSession\"],\"Resource\":[\""
                + ROLE
                + "\"]}");
  }

  private static String explained(StsCall call, String code, String text) {
    return StsFailures.explain(
        call, new StsFailure(StsFailure.Sort.REFUSED, code, text, false, Optional.empty()));
  }

  /** What a policy denies, no further statement allows. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "with an explicit deny in an identity-based policy | A policy of the caller denies it: that"
            + " statement has to go, whatever else allows it. 'rolecall iam revoke' writes such ones",
        "with an explicit deny in a resource-based policy | The role's trust policy denies it: that"
            + " statement has to go, whatever else allows it. 'rolecall iam revoke' writes such ones",
        "with an explicit deny in the role trust policy | The role's trust policy denies it: that"
            + " statement has to go, whatever else allows it. 'rolecall iam revoke' writes such ones",
        "with an explicit deny in a session policy | The session policy that the caller's own session"
            + " was given denies it: that statement has to go, whatever else allows it",
        "with an explicit deny in a permissions boundary | The caller's permissions boundary denies"
            + " it: that statement has to go, whatever else allows it",
        "with an explicit deny in a service control policy | A service control policy of the caller's"
            + " organization denies it: that statement has to go, whatever else allows it",
        "with an explicit deny in a resource control policy | A resource control policy of the role's"
            + " organization denies it: that statement has to go, whatever else allows it",
        "with an explicit deny in a VPC endpoint policy | The policy of the VPC endpoint of STS denies"
            + " it: that statement has to go, whatever else allows it",
        "with an explicit deny | A policy denies it: that statement has to go, whatever else allows it",
        "because no session policy allows the sts:AssumeRole action | The session policy that the"
            + " caller's own session was given does not allow it: it has to, beside the trust policy"
            + " and the caller's policies",
        "because no permissions boundary allows the sts:AssumeRole action | The caller's permissions"
            + " boundary does not allow it: it has to, beside the trust policy and the caller's"
            + " policies",
        "because no service control policy allows the sts:AssumeRole action | A service control"
            + " policy of the caller's organization does not allow it: it has to, beside the trust"
            + " policy and the caller's policies",
        "because no VPC endpoint policy allows the sts:AssumeRole action | The policy of the VPC"
            + " endpoint of STS does not allow it: it has to, beside the trust policy and the caller's"
            + " policies",
      })
  void saysWhichPolicyDenies(String reason, String advice) {
    String answer =
        "User: arn:aws:iam::444455556666:user/me is not authorized to perform: sts:AssumeRole on"
            + " resource: "
            + ROLE
            + " "
            + reason;
    assertThat(
            explained(
                StsCall.assumeRole(Samples.access(Samples.ROLE), "the base identity", NOW),
                "AccessDenied",
                answer))
        .isEqualTo(
            "STS refused "
                + ROLE
                + " to the base identity: AccessDenied: "
                + answer
                + ". "
                + advice);
  }
}
