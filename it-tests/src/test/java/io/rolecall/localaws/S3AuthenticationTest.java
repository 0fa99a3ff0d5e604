package io.rolecall.localaws;

import static io.rolecall.localaws.AwsFailures.assertFails;
import static io.rolecall.localaws.AwsFailures.assertFailsBare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rolecall.localaws.RawRequests.Raw;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Whom S3 does not believe, and what it says: status, code and message are AWS's. */
final class S3AuthenticationTest {
  private static final String BAD_SIGNATURE =
      "The request signature we calculated does not match the signature you provided. Check your"
          + " key and signing method.";
  private static final String INVALID_TOKEN =
      "The provided token is malformed or otherwise invalid.";
  private static final String UNKNOWN_KEY =
      "The AWS Access Key Id you provided does not exist in our records.";

  private GateFixture gate;

  @BeforeEach
  void start() throws IOException {
    gate = new GateFixture();
  }

  @AfterEach
  void stop() throws IOException {
    // the SDK corrects its clock for the whole JVM
    SdkGlobalTime.setGlobalTimeOffset(0);
    gate.close();
  }

  @Test
  void acceptsUsersAndSessions() {
    assertThatCode(() -> list(gate.submitter, "jobs")).doesNotThrowAnyException();
    assertThatCode(() -> list(gate.assume(TestWorld.READER), "data")).doesNotThrowAnyException();
  }

  @Test
  void refusesWrongSecret() {
    AwsCredentials wrong = AwsBasicCredentials.create(gate.submitter.accessKeyId(), "wrong");
    assertFails(() -> list(wrong, "jobs"), 403, "SignatureDoesNotMatch", BAD_SIGNATURE);
    assertFailsBare(() -> head(wrong, "jobs"), 403);
  }

  @Test
  void refusesUnknownKey() {
    AwsCredentials unknown = AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret");
    assertFails(() -> list(unknown, "jobs"), 403, "InvalidAccessKeyId", UNKNOWN_KEY);
  }

  @Test
  void refusesTokenOfAnotherSession() {
    AwsSessionCredentials one = gate.assume(TestWorld.READER);
    AwsSessionCredentials other = gate.assume(TestWorld.READER);
    AwsCredentials mixed =
        AwsSessionCredentials.create(
            one.accessKeyId(), one.secretAccessKey(), other.sessionToken());
    assertFails(() -> list(mixed, "data"), 400, "InvalidToken", INVALID_TOKEN);
  }

  @Test
  void refusesSessionWithoutToken() {
    AwsSessionCredentials session = gate.assume(TestWorld.READER);
    AwsCredentials bare =
        AwsBasicCredentials.create(session.accessKeyId(), session.secretAccessKey());
    assertFails(() -> list(bare, "data"), 400, "InvalidToken", INVALID_TOKEN);
  }

  @Test
  void refusesUserWithToken() {
    AwsCredentials user =
        AwsSessionCredentials.create(
            gate.submitter.accessKeyId(), gate.submitter.secretAccessKey(), "token");
    assertFails(() -> list(user, "jobs"), 400, "InvalidToken", INVALID_TOKEN);
  }

  @Test
  void refusesExpiredSession() {
    AwsCredentials session = gate.assume(TestWorld.READER, r -> r.durationSeconds(60));
    list(session, "data");
    gate.clock.advance(Duration.ofSeconds(61));
    assertFails(
        () -> list(session, "data"), 400, "ExpiredToken", "The provided token has expired.");
    assertFailsBare(() -> head(session, "data"), 400);
  }

  @Test
  void sessionOfOneSecondEndsByItself() {
    AwsCredentials session = gate.assume(TestWorld.READER, r -> r.durationSeconds(1));
    list(session, "data");
    Instant deadline = Instant.now().plusSeconds(10);
    boolean ended = false;
    while (!ended && Instant.now().isBefore(deadline)) {
      Throwable failure = catchThrowable(() -> list(session, "data"));
      ended = failure instanceof AwsServiceException e && e.statusCode() == 400;
    }
    assertThat(ended).isTrue();
  }

  @Test
  void refusesExpiredSessionAsCephDoes() throws IOException {
    try (GateFixture ceph = new GateFixture(b -> b.expiredAnswer(ExpiredAnswer.CEPH))) {
      AwsCredentials session = ceph.assume(TestWorld.READER, r -> r.durationSeconds(60));
      ceph.clock.advance(Duration.ofSeconds(61));
      try (S3Client s3 = ceph.clients.s3(session)) {
        assertFails(() -> s3.listObjectsV2(r -> r.bucket("data")), 403, "InvalidAccessKeyId", "");
        assertFailsBare(() -> s3.headBucket(r -> r.bucket("data")), 403);
      }
    }
  }

  @Test
  void refusesRevokedSession() {
    AwsCredentials session = gate.assume(TestWorld.READER);
    assertThat(gate.aws.faults().revoke(session.accessKeyId())).isEqualTo(1);
    assertFails(
        () -> list(session, "data"), 400, "ExpiredToken", "The provided token has expired.");
  }

  @Test
  void refusesSkewedClock() {
    gate.clock.advance(Duration.ofMinutes(16));
    HttpResponse<byte[]> answer = RawRequests.send(signed(SdkHttpMethod.GET, "/jobs", ""));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(text(answer))
        .contains("<Code>RequestTimeTooSkewed</Code>")
        .contains(
            "<Message>The difference between the request time and the current time is too large."
                + "</Message>")
        .contains("<MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds>")
        .contains("<RequestTime>")
        .contains("<ServerTime>");
  }

  @Test
  void letsClientCorrectItsClockByTheDateOfTheAnswer() {
    gate.clock.advance(Duration.ofHours(-1));
    try (S3Client s3 = retrying(gate.submitter)) {
      assertThatCode(() -> s3.listObjectsV2(r -> r.bucket("jobs"))).doesNotThrowAnyException();
    }
    assertThat(gate.aws.log().s3().map(AccessLog.Entry::errorCode))
        .containsExactly("RequestTimeTooSkewed", null);
  }

  @Test
  void refusesAnonymousRequest() {
    try (S3Client s3 =
        S3Client.builder()
            .endpointOverride(gate.aws.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build()) {
      assertFails(
          () -> s3.listObjectsV2(r -> r.bucket("jobs")), 403, "AccessDenied", "Access Denied");
    }
  }

  @Test
  void refusesOtherAlgorithms() {
    Raw signed = signed(SdkHttpMethod.GET, "/jobs", "");
    for (String other : new String[] {"AWS key:signature", "AWS4-ECDSA-P256-SHA256 x=y", "Basic"}) {
      HttpResponse<byte[]> answer = RawRequests.send(signed.withHeader("Authorization", other));
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(text(answer)).contains("<Code>InvalidRequest</Code>");
    }
  }

  @Test
  void refusesSignatureForAnotherService() {
    Raw signed =
        RawRequests.sign(
            raw(SdkHttpMethod.GET, "/jobs", ""),
            gate.submitter,
            r -> r.putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "glue"));
    HttpResponse<byte[]> answer = RawRequests.send(signed);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(text(answer)).contains("<Code>AuthorizationHeaderMalformed</Code>");
  }

  @Test
  void refusesTamperedBody() {
    Raw signed = signed(SdkHttpMethod.PUT, "/jobs/key", "body");
    Raw tampered = signed.withBody("BODY".getBytes(StandardCharsets.UTF_8));
    HttpResponse<byte[]> answer = RawRequests.send(tampered);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(text(answer))
        .contains("<Code>XAmzContentSHA256Mismatch</Code>")
        .contains(
            "<Message>The provided 'x-amz-content-sha256' header does not match what was computed."
                + "</Message>");
    assertThat(RawRequests.send(signed).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesTamperedHead() {
    Raw signed = signed(SdkHttpMethod.PUT, "/jobs/key?tagging=", "body");
    Raw otherPath = signed.to(gate.aws.endpoint().resolve("/jobs/other?tagging="));
    Raw otherQuery = signed.to(gate.aws.endpoint().resolve("/jobs/key?acl="));
    Raw otherDate = signed.withHeader("X-Amz-Date", "20200101T000000Z");
    assertThat(RawRequests.send(signed).statusCode()).isEqualTo(200);
    for (Raw tampered : new Raw[] {otherPath, otherQuery}) {
      HttpResponse<byte[]> answer = RawRequests.send(tampered);
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(text(answer)).contains("<Code>SignatureDoesNotMatch</Code>");
    }
    assertThat(text(RawRequests.send(otherDate))).contains("AuthorizationHeaderMalformed");
  }

  @Test
  void refusesHeaderThatIsNotSigned() {
    Raw signed = signed(SdkHttpMethod.PUT, "/jobs/key", "body");
    HttpResponse<byte[]> answer =
        RawRequests.send(signed.withHeader("x-amz-copy-source", "/data/secret"));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(text(answer))
        .contains(
            "<Message>There were headers present in the request which were not signed</Message>");
  }

  @Test
  void refusesRequestWithoutPayloadHash() {
    Raw signed = signed(SdkHttpMethod.PUT, "/jobs/key", "body");
    HttpResponse<byte[]> missing = RawRequests.send(signed.withoutHeader("x-amz-content-sha256"));
    assertThat(missing.statusCode()).isEqualTo(400);
    assertThat(text(missing))
        .contains("<Message>Missing required header for this request: x-amz-content-sha256");
  }

  @Test
  void answersRequestIdInHeaderAndBody() {
    HttpResponse<byte[]> answer =
        RawRequests.send(
            signed(SdkHttpMethod.GET, "/jobs", "").withHeader("Authorization", "nonsense"));
    String id = answer.headers().firstValue("x-amz-request-id").orElseThrow();
    assertThat(text(answer)).contains("<RequestId>" + id + "</RequestId>");
    assertThat(gate.aws.log().entries().get(0).requestId()).isEqualTo(id);
  }

  private void list(AwsCredentials credentials, String bucket) {
    try (S3Client s3 = gate.clients.s3(credentials)) {
      s3.listObjectsV2(r -> r.bucket(bucket));
    }
  }

  private void head(AwsCredentials credentials, String bucket) {
    try (S3Client s3 = gate.clients.s3(credentials)) {
      s3.headObject(r -> r.bucket(bucket).key("key"));
    }
  }

  private S3Client retrying(AwsCredentials credentials) {
    return S3Client.builder()
        .endpointOverride(gate.aws.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(() -> credentials)
        .build();
  }

  private Raw signed(SdkHttpMethod method, String target, String body) {
    return RawRequests.sign(raw(method, target, body), gate.submitter);
  }

  private Raw raw(SdkHttpMethod method, String target, String body) {
    return RawRequests.request(
        method, gate.aws.endpoint().resolve(target), body.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
