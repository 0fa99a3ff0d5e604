package io.rolecall.localaws.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.http.HttpHeaders;
import io.rolecall.localaws.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The chunked examples of the Amazon S3 API reference: 65 KiB of the letter a. */
final class AwsChunkedInputStreamTest {
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final String FIRST = "a".repeat(65_536);
  private static final String SECOND = "a".repeat(1024);

  private static final String[] SIGNATURES = {
    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"
  };
  private static final String[] SIGNATURES_WITH_TRAILER = {
    "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
    "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
    "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992"
  };
  private static final String TRAILER =
      "x-amz-checksum-crc32c:sOO8/Q==\r\n"
          + "x-amz-trailer-signature:"
          + "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n";

  @Test
  void decodesSignedChunks() throws IOException {
    assertThat(read(PayloadMode.SIGNED_CHUNKS, body(SIGNATURES, FIRST, "")).length)
        .isEqualTo(66_560);
  }

  @Test
  void decodesSignedChunksAndTrailer() throws IOException {
    AwsChunkedInputStream in =
        open(PayloadMode.SIGNED_CHUNKS_AND_TRAILER, body(SIGNATURES_WITH_TRAILER, FIRST, TRAILER));
    assertThat(in.readAllBytes()).hasSize(66_560).containsOnly('a');
    assertThat(in.trailers().first("x-amz-checksum-crc32c")).isEqualTo("sOO8/Q==");
    assertThat(in.trailers().contains("x-amz-trailer-signature")).isFalse();
  }

  @Test
  void decodesUnsignedChunksAndTrailer() throws IOException {
    AwsChunkedInputStream in =
        open(
            PayloadMode.UNSIGNED_CHUNKS_AND_TRAILER,
            "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n");
    assertThat(in.readAllBytes()).asString().isEqualTo("hello");
    assertThat(in.trailers().first("x-amz-checksum-crc32")).isEqualTo("NhCmhg==");
  }

  @Test
  void refusesChangedChunk() {
    String changed = "a".repeat(65_535) + 'b';
    assertRefused(
        PayloadMode.SIGNED_CHUNKS,
        body(SIGNATURES, changed, ""),
        PayloadException.Reason.BAD_SIGNATURE);
  }

  @Test
  void refusesChunkWithoutSignature() {
    assertRefused(
        PayloadMode.SIGNED_CHUNKS,
        "5\r\nhello\r\n0\r\n\r\n",
        PayloadException.Reason.BAD_SIGNATURE);
  }

  @Test
  void refusesMissingChunk() {
    String withoutSecond =
        chunk(FIRST, SIGNATURES[0]) + "0;chunk-signature=" + SIGNATURES[2] + "\r\n\r\n";
    assertRefused(PayloadMode.SIGNED_CHUNKS, withoutSecond, PayloadException.Reason.BAD_SIGNATURE);
  }

  @Test
  void refusesChangedTrailer() {
    assertRefused(
        PayloadMode.SIGNED_CHUNKS_AND_TRAILER,
        body(SIGNATURES_WITH_TRAILER, FIRST, TRAILER.replace("sOO8", "aaaa")),
        PayloadException.Reason.BAD_SIGNATURE);
  }

  @Test
  void refusesTrailerWithoutSignature() {
    assertRefused(
        PayloadMode.SIGNED_CHUNKS_AND_TRAILER,
        body(SIGNATURES_WITH_TRAILER, FIRST, "x-amz-checksum-crc32c:sOO8/Q==\r\n"),
        PayloadException.Reason.BAD_SIGNATURE);
  }

  @Test
  void refusesBodyThatEndsEarly() {
    assertRefused(
        PayloadMode.UNSIGNED_CHUNKS_AND_TRAILER, "5\r\nhel", PayloadException.Reason.INCOMPLETE);
    assertRefused(
        PayloadMode.UNSIGNED_CHUNKS_AND_TRAILER,
        "5\r\nhello\r\n",
        PayloadException.Reason.INCOMPLETE);
  }

  @Test
  void refusesWhatIsNotChunked() {
    assertRefused(
        PayloadMode.UNSIGNED_CHUNKS_AND_TRAILER, "hello\r\n", PayloadException.Reason.MALFORMED);
    assertRefused(
        PayloadMode.UNSIGNED_CHUNKS_AND_TRAILER,
        "4\r\nhello\r\n0\r\n\r\n",
        PayloadException.Reason.MALFORMED);
  }

  private static void assertRefused(PayloadMode mode, String body, PayloadException.Reason reason) {
    assertThatThrownBy(() -> read(mode, body))
        .isInstanceOf(PayloadException.class)
        .extracting("reason")
        .isEqualTo(reason);
  }

  private static String body(String[] signatures, String first, String trailer) {
    return chunk(first, signatures[0])
        + chunk(SECOND, signatures[1])
        + ("0;chunk-signature=" + signatures[2] + "\r\n")
        + trailer
        + "\r\n";
  }

  private static String chunk(String data, String signature) {
    String size = Integer.toHexString(data.length());
    return size + ";chunk-signature=" + signature + "\r\n" + data + "\r\n";
  }

  private static byte[] read(PayloadMode mode, String body) throws IOException {
    try (AwsChunkedInputStream in = open(mode, body)) {
      return in.readAllBytes();
    }
  }

  private static AwsChunkedInputStream open(PayloadMode mode, String body) {
    return new AwsChunkedInputStream(
        new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), mode, seed(mode));
  }

  /** The signature of the example's head, from which that of the first chunk goes on. */
  private static VerifiedSignature seed(PayloadMode mode) {
    boolean trailer = mode == PayloadMode.SIGNED_CHUNKS_AND_TRAILER;
    String hash = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" + (trailer ? "-TRAILER" : "");
    HttpHeaders headers =
        new HttpHeaders()
            .add("Host", "s3.amazonaws.com")
            .add("x-amz-date", "20130524T000000Z")
            .add("x-amz-storage-class", "REDUCED_REDUNDANCY")
            .add("x-amz-content-sha256", hash)
            .add("Content-Encoding", "aws-chunked")
            .add("x-amz-decoded-content-length", "66560");
    String names = "x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;";
    if (trailer) {
      headers.add("x-amz-trailer", "x-amz-checksum-crc32c");
      names = "content-encoding;host;" + names + "x-amz-storage-class;x-amz-trailer";
    } else {
      headers.add("Content-Length", "66824");
      names = "content-encoding;content-length;host;" + names + "x-amz-storage-class";
    }
    headers.add(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
            + "SignedHeaders="
            + names
            + ",Signature="
            + (trailer
                ? "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e"
                : "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"));
    HttpRequest request =
        new HttpRequest(
            "PUT", "/examplebucket/chunkObject.txt", "", headers, new InetSocketAddress(0));
    try {
      return VerifiedSignature.of(request, AuthorizationParser.parse(request), SECRET, hash);
    } catch (AuthenticationException e) {
      throw new AssertionError("the example's own signature", e);
    }
  }
}
