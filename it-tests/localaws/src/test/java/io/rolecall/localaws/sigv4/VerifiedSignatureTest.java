package io.rolecall.localaws.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.http.HttpHeaders;
import io.rolecall.localaws.http.HttpRequest;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** The examples of the Amazon S3 API reference: request, secret and signature are AWS's own. */
final class VerifiedSignatureTest {
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final String CREDENTIAL =
      "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request";

  @Test
  void verifiesGetObject() {
    assertVerified(
        request(
                "GET",
                "/test.txt",
                "",
                "host;range;x-amz-content-sha256;x-amz-date",
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
                Sha256.EMPTY)
            .add("Range", "bytes=0-9"));
  }

  @Test
  void verifiesPutObject() {
    assertVerified(
        request(
                "PUT",
                "/test%24file.text",
                "",
                "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
                "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072")
            .add("Date", "Fri, 24 May 2013 00:00:00 GMT")
            .add("x-amz-storage-class", "REDUCED_REDUNDANCY"));
  }

  @Test
  void verifiesPathThatTheClientHasNotEncoded() {
    assertVerified(
        request(
                "PUT",
                "/test$file.text",
                "",
                "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
                "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072")
            .add("Date", "Fri, 24 May 2013 00:00:00 GMT")
            .add("x-amz-storage-class", "REDUCED_REDUNDANCY"));
  }

  @Test
  void verifiesGetBucketLifecycle() {
    assertVerified(
        request(
            "GET",
            "/",
            "lifecycle",
            "host;x-amz-content-sha256;x-amz-date",
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
            Sha256.EMPTY));
  }

  @Test
  void verifiesListObjects() {
    assertVerified(
        request(
            "GET",
            "/",
            "max-keys=2&prefix=J",
            "host;x-amz-content-sha256;x-amz-date",
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
            Sha256.EMPTY));
  }

  @Test
  void verifiesParametersInAnyOrder() {
    assertVerified(
        request(
            "GET",
            "/",
            "prefix=J&max-keys=2",
            "host;x-amz-content-sha256;x-amz-date",
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
            Sha256.EMPTY));
  }

  @Test
  void verifiesPresignedUrl() throws AuthenticationException {
    Example presigned = presigned("");
    Authorization authorization = AuthorizationParser.parse(presigned.request());
    assertThat(authorization.isPresigned()).isTrue();
    assertThat(authorization.validity()).hasSeconds(86_400);
    assertThatCode(
            () ->
                VerifiedSignature.of(
                    presigned.request(), authorization, SECRET, "UNSIGNED-PAYLOAD"))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesPresignedUrlWithMoreParameters() throws AuthenticationException {
    Example presigned = presigned("&versionId=1");
    Authorization authorization = AuthorizationParser.parse(presigned.request());
    assertThatThrownBy(
            () ->
                VerifiedSignature.of(
                    presigned.request(), authorization, SECRET, "UNSIGNED-PAYLOAD"))
        .isInstanceOf(AuthenticationException.class)
        .extracting("failure")
        .isEqualTo(AuthenticationFailure.BAD_SIGNATURE);
  }

  private static Example presigned(String more) {
    String query =
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
            + UriEncoding.encode(CREDENTIAL)
            + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
            + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
            + more;
    return new Example("GET", "/test.txt", query, new HttpHeaders(), "UNSIGNED-PAYLOAD")
        .add("Host", "examplebucket.s3.amazonaws.com");
  }

  private static void assertVerified(Example example) {
    assertThatCode(
            () ->
                VerifiedSignature.of(
                    example.request(),
                    AuthorizationParser.parse(example.request()),
                    SECRET,
                    example.payloadHash()))
        .doesNotThrowAnyException();
  }

  private static Example request(
      String method,
      String path,
      String query,
      String signedHeaders,
      String signature,
      String payloadHash) {
    return new Example(method, path, query, new HttpHeaders(), payloadHash)
        .add("Host", "examplebucket.s3.amazonaws.com")
        .add("x-amz-date", "20130524T000000Z")
        .add("x-amz-content-sha256", payloadHash)
        .add(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential="
                + CREDENTIAL
                + ",SignedHeaders="
                + signedHeaders
                + ",Signature="
                + signature);
  }

  private record Example(
      String method, String path, String query, HttpHeaders headers, String payloadHash) {
    Example add(String name, String value) {
      headers.add(name, value);
      return this;
    }

    HttpRequest request() {
      return new HttpRequest(method, path, query, headers, new InetSocketAddress(0));
    }
  }
}
