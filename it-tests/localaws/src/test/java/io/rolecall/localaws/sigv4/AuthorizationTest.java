package io.rolecall.localaws.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.http.HttpHeaders;
import io.rolecall.localaws.http.HttpRequest;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthorizationTest {
  private static final String HEADER =
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260102/us-east-1/s3/aws4_request,"
          + " SignedHeaders=host;x-amz-date, Signature=abc";

  @Test
  void readsHeader() throws AuthenticationException {
    HttpRequest request = request(HEADER);
    request.headers().add("X-Amz-Security-Token", "the token");
    Authorization authorization = AuthorizationParser.parse(request);
    assertThat(authorization.accessKeyId()).isEqualTo("AKIAIOSFODNN7EXAMPLE");
    assertThat(authorization.scope()).isEqualTo(new CredentialScope("20260102", "us-east-1", "s3"));
    assertThat(authorization.signedAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(authorization.signedHeaders()).containsExactly("host", "x-amz-date");
    assertThat(authorization.signature()).isEqualTo("abc");
    assertThat(authorization.sessionToken()).isEqualTo("the token");
    assertThat(authorization.isPresigned()).isFalse();
    assertThat(authorization.toString()).doesNotContain("the token", "abc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=AKIA/20260102/us-east-1/s3, SignedHeaders=host, Signature=a",
        "AWS4-HMAC-SHA256 Credential=A/20260102/r/s3/aws4, SignedHeaders=host, Signature=a",
        "AWS4-HMAC-SHA256 Credential=A/20260103/r/s3/aws4_request, SignedHeaders=host, Signature=a",
        "AWS4-HMAC-SHA256 Credential=A/20260102/r/s3/aws4_request, SignedHeaders=date, Signature=a",
        "AWS4-HMAC-SHA256 Credential=A/20260102/r/s3/aws4_request, SignedHeaders=host",
      })
  void refusesMalformedHeader(String header) {
    assertThatThrownBy(() -> AuthorizationParser.parse(request(header)))
        .isInstanceOf(AuthenticationException.class)
        .extracting("failure")
        .isEqualTo(AuthenticationFailure.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "604801", "soon"})
  void refusesValidityOutOfRange(String seconds) {
    String query =
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A%2F20260102%2Fr%2Fs3%2Faws4_request"
            + "&X-Amz-Date=20260102T030405Z&X-Amz-SignedHeaders=host&X-Amz-Signature=a"
            + "&X-Amz-Expires="
            + seconds;
    HttpRequest request =
        new HttpRequest("GET", "/", query, new HttpHeaders(), new InetSocketAddress(0));
    assertThatThrownBy(() -> AuthorizationParser.parse(request))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("X-Amz-Expires");
  }

  @Test
  void refusesTimestampInAnotherFormat() {
    HttpRequest request = request(HEADER);
    request.headers().set("X-Amz-Date", "20260102 03:04:05");
    assertThatThrownBy(() -> AuthorizationParser.parse(request))
        .hasMessage("X-Amz-Date must be in the ISO8601 Long Format");
  }

  private static HttpRequest request(String authorization) {
    HttpHeaders headers =
        new HttpHeaders().add("Authorization", authorization).add("X-Amz-Date", "20260102T030405Z");
    return new HttpRequest("GET", "/", "", headers, new InetSocketAddress(0));
  }
}
