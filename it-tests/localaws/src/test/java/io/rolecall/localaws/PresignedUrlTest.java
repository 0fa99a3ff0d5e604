package io.rolecall.localaws;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.log.AccessLog;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** URLs that the SDK has presigned. */
final class PresignedUrlTest {
  private GateFixture gate;

  @BeforeEach
  void start() throws IOException {
    gate = new GateFixture();
  }

  @AfterEach
  void stop() throws IOException {
    gate.close();
  }

  @Test
  void letUserAndSessionGet() {
    assertThat(get(presignGet(gate.submitter, "jobs")).statusCode()).isEqualTo(200);
    assertThat(get(presignGet(gate.assume(TestWorld.READER), "data")).statusCode()).isEqualTo(200);
  }

  @Test
  void letUserPut() {
    URI url;
    try (S3Presigner presigner = presigner(gate.submitter)) {
      url =
          uri(
              presigner
                  .presignPutObject(
                      r ->
                          r.signatureDuration(Duration.ofMinutes(5))
                              .putObjectRequest(p -> p.bucket("jobs").key("a b")))
                  .url());
    }
    HttpResponse<byte[]> answer =
        RawRequests.send(HttpRequest.newBuilder(url).PUT(BodyPublishers.ofString("x")).build());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(gate.aws.log().operation("PutObject").map(AccessLog.Entry::key))
        .containsExactly("a b");
  }

  @Test
  void expire() {
    URI url = presignGet(gate.submitter, "jobs");
    gate.clock.advance(Duration.ofMinutes(6));
    HttpResponse<byte[]> answer = get(url);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(text(answer))
        .contains("<Code>AccessDenied</Code><Message>Request has expired</Message>");
  }

  @Test
  void endWithTheirSession() {
    URI url = presignGet(gate.assume(TestWorld.READER, r -> r.durationSeconds(60)), "data");
    gate.clock.advance(Duration.ofSeconds(61));
    assertThat(text(get(url))).contains("<Code>ExpiredToken</Code>");
  }

  @Test
  void areGoodForOneObjectOnly() {
    URI url = presignGet(gate.submitter, "jobs");
    HttpResponse<byte[]> answer = get(URI.create(url.toString().replace("/key?", "/other?")));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(text(answer)).contains("<Code>SignatureDoesNotMatch</Code>");
  }

  @Test
  void carryTheRightsOfTheirSigner() {
    HttpResponse<byte[]> answer = get(presignGet(gate.submitter, "data"));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(text(answer)).contains("<Code>AccessDenied</Code><Message>Access Denied</Message>");
  }

  private URI presignGet(AwsCredentials credentials, String bucket) {
    try (S3Presigner presigner = presigner(credentials)) {
      return uri(
          presigner
              .presignGetObject(
                  r ->
                      r.signatureDuration(Duration.ofMinutes(5))
                          .getObjectRequest(g -> g.bucket(bucket).key("key")))
              .url());
    }
  }

  private S3Presigner presigner(AwsCredentials credentials) {
    return S3Presigner.builder()
        .endpointOverride(gate.aws.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(() -> credentials)
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .build();
  }

  private static HttpResponse<byte[]> get(URI url) {
    return RawRequests.send(HttpRequest.newBuilder(url).build());
  }

  private static URI uri(URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
