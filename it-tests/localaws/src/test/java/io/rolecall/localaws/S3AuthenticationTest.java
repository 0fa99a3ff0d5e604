package io.rolecall.localaws;

import static io.rolecall.localaws.AwsFailures.assertFails;
import static io.rolecall.localaws.AwsFailures.assertFailsBare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rolecall.localaws.log.AccessLog;
import io.rolecall.localaws.s3.ExpiredAnswer;
import java.io.IOException;
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
}
