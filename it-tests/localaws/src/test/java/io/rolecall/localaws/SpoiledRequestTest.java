package io.rolecall.localaws;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.RawRequests.Raw;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** Requests that were signed well and changed afterwards, or signed for something else. */
final class SpoiledRequestTest {
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
