package io.rolecall.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.credentials.AccessDenied;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.credentials.UnsignedRequests;
import io.rolecall.route.RouteTable;
import io.rolecall.signing.SentRequests.Style;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

class DenialHintsTest {

  private static final String DENIED =
      "User: arn:aws:sts::111122223333:assumed-role/reader/job-7 is not authorized to perform:"
          + " s3:GetObject on resource: \"arn:aws:s3:::bucket1/in/x\"";
  private static final String REVOKED =
      ". That statement has to go, whatever else allows it. 'rolecall iam revoke' writes such a one"
          + " to end a job: then all that the job's sessions ask for is denied, by those that come,"
          + " too";

  private final RouteTable<RouteCredentials> routes = TestRoutes.of("in", "reader");

  /** A request that failed. */
  private record Failed(Throwable exception, SdkHttpRequest sent)
      implements Context.FailedExecution {

    @Override
    public SdkRequest request() {
      return HeadObjectRequest.builder().build();
    }

    @Override
    public Optional<SdkHttpRequest> httpRequest() {
      return Optional.of(sent);
    }

    @Override
    public Optional<SdkHttpResponse> httpResponse() {
      return Optional.empty();
    }

    @Override
    public Optional<SdkResponse> response() {
      return Optional.empty();
    }
  }

  private static S3Exception answer(int status, String code, @Nullable String message) {
    return (S3Exception)
        S3Exception.builder()
            .statusCode(status)
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
            .build();
  }

  /** What the caller is told. */
  private static @Nullable String told(
      RouteTable<RouteCredentials> routes, S3Exception answer, Consumer<S3Client> operation) {
    Throwable failure =
        new DenialHints(() -> TestRoutes.ofRequests(routes))
            .modifyException(new Failed(answer, SentRequests.by(Style.PATH, operation).request()));
    return ((S3Exception) failure).awsErrorDetails().errorMessage();
  }

  private static void get(S3Client s3) {
    s3.getObject(get -> get.bucket("bucket1").key("in/x"));
  }

  private static void head(S3Client s3) {
    s3.headObject(head -> head.bucket("bucket1").key("in/x"));
  }

  @Test
  void whatMayHaveEndedTheJobIsTold() {
    for (String policy :
        new String[] {"", ": arn:aws:iam::111122223333:policy/RevokedJobs", ". Go to ..."}) {
      String said = DENIED + " with an explicit deny in an identity-based policy" + policy;
      assertThat(told(routes, answer(403, "AccessDenied", said), DenialHintsTest::get))
          .isEqualTo(said + REVOKED);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | with an explicit deny in a resource-based policy",
        "403 | with an explicit deny in a session policy",
        "403 | because no identity-based policy allows the s3:GetObject action",
        "400 | with an explicit deny in an identity-based policy",
      })
  void ofOtherDenialsTheStoreTellsAll(int status, String reason) {
    String said = DENIED + " " + reason;
    assertThat(told(routes, answer(status, "AccessDenied", said), DenialHintsTest::get))
        .isEqualTo(said);
  }

  @Test
  void theAnswerToAHeadHasNoReasonSoTheOnesThatThereAreAreTold() {
    String told =
        "s3a://bucket1/in -> role reader: S3 does not say why in the answer to a HEAD. The identity"
            + " lacks s3:GetObject, or s3:ListBucket where there is no such object, or a policy"
            + " denies it, as 'rolecall iam revoke' writes one to end a job";
    assertThat(told(routes, answer(403, "403 Forbidden", null), DenialHintsTest::head))
        .isEqualTo(told);
    assertThat(told(routes, answer(403, "403 Forbidden", "Forbidden"), DenialHintsTest::head))
        .isEqualTo("Forbidden: " + told);
    assertThat(told(routes, answer(400, "400 Bad Request", null), DenialHintsTest::head)).isNull();
  }

  @Test
  void whoseRequestIsNotSignedIsToldThatAlone() {
    RouteTable<RouteCredentials> open =
        RouteTable.ofPrefixes("bucket1", Map.of("in", new UnsignedRequests()));
    assertThat(told(open, answer(403, "403 Forbidden", null), DenialHintsTest::head))
        .isEqualTo(
            "s3a://bucket1/in is accessed anonymously by its route, and the store does not allow"
                + " this request to everybody. Route it to a role, or let the bucket's policy allow"
                + " it");
  }

  @Test
  void whatRolecallRefusesIsNotExplainedTwice() {
    assertThat(
            told(
                routes,
                AccessDenied.because("closed with an explicit deny in an identity-based policy"),
                DenialHintsTest::head))
        .isEqualTo("closed with an explicit deny in an identity-based policy");
  }
}
