package io.rolecall.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.credentials.AccessDenied;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.route.RouteTable;
import io.rolecall.session.Rejection;
import io.rolecall.signing.SentRequests.Sent;
import io.rolecall.signing.SentRequests.Style;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.InterceptorContext;
import software.amazon.awssdk.core.retry.RetryPolicyContext;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

class ExpiredSessionRetryTest {

  private final RouteTable<RouteCredentials> routes =
      TestRoutes.of("in", "reader", "out", "writer");
  private final ExpiredSessionRetry retry =
      new ExpiredSessionRetry(
          () -> TestRoutes.ofRequests(routes),
          new RouteCounts(() -> TestRoutes.ofRequests(routes)));
  private final ExecutionAttributes attributes = new ExecutionAttributes();

  private static S3Exception answer(int status, @Nullable String code) {
    return (S3Exception)
        S3Exception.builder()
            .statusCode(status)
            .awsErrorDetails(
                code == null ? null : AwsErrorDetails.builder().errorCode(code).build())
            .build();
  }

  private void send(Consumer<S3Client> operation, String accessKeyId) {
    Sent sent = SentRequests.by(Style.PATH, operation);
    SdkHttpRequest signed =
        sent.request().toBuilder()
            .putHeader(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential="
                    + accessKeyId
                    + "/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0")
            .build();
    retry.beforeTransmission(
        InterceptorContext.builder()
            .request(HeadObjectRequest.builder().build())
            .httpRequest(signed)
            .requestBody(
                sent.body() == null
                    ? null
                    : RequestBody.fromContentProvider(sent.body(), "application/xml"))
            .build(),
        attributes);
  }

  private boolean isRepeated(SdkException failure) {
    return retry.shouldRetry(
        RetryPolicyContext.builder().executionAttributes(attributes).exception(failure).build());
  }

  private static Consumer<S3Client> read(String key) {
    return s3 -> s3.getObject(get -> get.bucket("bucket1").key(key));
  }

  @ParameterizedTest
  @CsvSource({
    // status, code, HEAD, what it says of the session
    "400, ExpiredToken,          false, EXPIRED",
    "403, ExpiredToken,          false, EXPIRED",
    "400, ExpiredTokenException, false, EXPIRED",
    "400, TokenRefreshRequired,  false, EXPIRED",
    "403, InvalidAccessKeyId,    false, PERHAPS_EXPIRED",
    "400, InvalidToken,          false, PERHAPS_EXPIRED",
    "403, AccessDenied,          false, DENIED",
    "403, SignatureDoesNotMatch, false, ",
    "403, RequestTimeTooSkewed,  false, ",
    "404, NoSuchKey,             false, ",
    "503, SlowDown,              false, ",
    "403, RefusedByRolecall,     false, ",
    "400, ,                      true,  PERHAPS_EXPIRED",
    "403, ,                      true,  DENIED",
    "404, ,                      true,  ",
    "500, ,                      true,  ",
    "400, ,                      false, PERHAPS_EXPIRED",
    "403, Forbidden,             true,  DENIED",
    "403, RefusedByRolecall,     true,  ",
  })
  void tellsFromAnAnswerWhetherTheSessionIsAtFault(
      int status, @Nullable String code, boolean head, @Nullable Rejection rejection) {
    assertThat(ExpiredSessionRetry.classify(answer(status, code), head)).isEqualTo(rejection);
  }

  @ParameterizedTest
  @CsvSource({
    // the second id of AWS, status, code, HEAD, what it says of the session
    "true,  403, , true,  DENIED",
    "false, 403, , true,  PERHAPS_EXPIRED",
    "false, 400, , true,  PERHAPS_EXPIRED",
    "false, 403, AccessDenied, false, DENIED",
    "false, 403, RefusedByRolecall, true, ",
  })
  void takesABare403ForADenialOnlyFromAws(
      boolean byAws,
      int status,
      @Nullable String code,
      boolean head,
      @Nullable Rejection rejection) {
    SdkHttpResponse.Builder response = SdkHttpResponse.builder().statusCode(status);
    if (byAws) {
      response.putHeader("x-amz-id-2", "id");
    }
    AwsServiceException answer =
        S3Exception.builder()
            .statusCode(status)
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode(code).sdkHttpResponse(response.build()).build())
            .build();
    assertThat(ExpiredSessionRetry.classify(answer, head)).isEqualTo(rejection);
  }

  @Test
  void tellsTheRouteWhichSessionExpiredAndRepeats() {
    send(read("in/f"), "key-1");
    assertThat(isRepeated(answer(400, "ExpiredToken"))).isTrue();
    assertThat(TestRoutes.refusals(routes, "in/f")).containsExactly("key-1 EXPIRED");
    assertThat(TestRoutes.refusals(routes, "out/f")).isEmpty();
  }

  @Test
  void repeatsOncePerSession() {
    send(read("in/f"), "key-1");
    assertThat(isRepeated(answer(400, "ExpiredToken"))).isTrue();
    assertThat(isRepeated(answer(400, "ExpiredToken"))).isFalse();
    assertThat(TestRoutes.refusals(routes, "in/f")).containsExactly("key-1 EXPIRED");
  }

  @Test
  void repeatsAgainIfTheNextSessionHasEndedTooAndThenNoMore() {
    send(read("in/f"), "key-1");
    assertThat(isRepeated(answer(400, "ExpiredToken"))).isTrue();
    send(read("in/f"), "key-2");
    assertThat(isRepeated(answer(400, "ExpiredToken"))).isTrue();
    send(read("in/f"), "key-3");
    assertThat(isRepeated(answer(400, "ExpiredToken"))).isFalse();
    assertThat(TestRoutes.refusals(routes, "in/f"))
        .containsExactly("key-1 EXPIRED", "key-2 EXPIRED");
  }

  @Test
  void leavesTheLastWordToTheRoute() {
    send(read("in/f"), "key-1");
    assertThat(isRepeated(answer(403, "AccessDenied"))).isFalse();
    assertThat(TestRoutes.refusals(routes, "in/f")).containsExactly("key-1 DENIED");
  }

  @Test
  void readsAHeadByItsStatus() {
    send(s3 -> s3.headObject(head -> head.bucket("bucket1").key("out/f")), "key-1");
    assertThat(isRepeated(answer(400, null))).isFalse();
    assertThat(TestRoutes.refusals(routes, "out/f")).containsExactly("key-1 PERHAPS_EXPIRED");
  }

  @Test
  void findsTheRouteOfABulkDelete() {
    send(
        s3 ->
            s3.deleteObjects(
                request ->
                    request
                        .bucket("bucket1")
                        .delete(
                            all ->
                                all.objects(
                                    List.of(ObjectIdentifier.builder().key("out/f").build())))),
        "key-1");
    assertThat(isRepeated(answer(400, "ExpiredToken"))).isTrue();
    assertThat(TestRoutes.refusals(routes, "out/f")).containsExactly("key-1 EXPIRED");
  }

  @Test
  void isNotConcernedWithOtherFailures() {
    assertThat(isRepeated(answer(400, "ExpiredToken"))).describedAs("nothing was sent").isFalse();
    send(read("in/f"), "key-1");
    assertThat(isRepeated(SdkClientException.create("connection reset"))).isFalse();
    assertThat(isRepeated(answer(503, "SlowDown"))).isFalse();
    assertThat(isRepeated(AccessDenied.because("no route"))).isFalse();
    assertThat(TestRoutes.refusals(routes, "in/f")).isEmpty();
  }

  @Test
  void isNotConcernedWithRequestsThatNobodySigned() {
    Sent sent = SentRequests.by(Style.PATH, read("in/f"));
    retry.beforeTransmission(
        InterceptorContext.builder()
            .request(HeadObjectRequest.builder().build())
            .httpRequest(sent.request().toBuilder().removeHeader("Authorization").build())
            .build(),
        attributes);
    assertThat(isRepeated(answer(400, "ExpiredToken"))).isFalse();
  }

  @Test
  void doesNotLookAtKeysWhereThereIsOneRoute() {
    RouteTable<RouteCredentials> single = TestRoutes.of("", "owner");
    ExpiredSessionRetry one =
        new ExpiredSessionRetry(
            () -> TestRoutes.ofRequests(single),
            new RouteCounts(() -> TestRoutes.ofRequests(single)));
    send(
        s3 ->
            s3.copyObject(
                copy ->
                    copy.sourceBucket("bucket1")
                        .sourceKey("f")
                        .destinationBucket("bucket1")
                        .destinationKey("f")),
        "key-1");
    assertThat(
            one.shouldRetry(
                RetryPolicyContext.builder()
                    .executionAttributes(attributes)
                    .exception(answer(400, "ExpiredToken"))
                    .build()))
        .isTrue();
    assertThat(TestRoutes.refusals(single, "f")).containsExactly("key-1 EXPIRED");
  }
}
