package io.rolecall.localaws;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.RawRequests.Raw;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** Every way in which a signature covers a body, each whole and each spoiled, into a real store. */
final class ITestPayloadModes {
  private static LocalAws aws;
  private static AwsSessionCredentials session;

  /** How the SDK's signer is told to bind the body, and what it then says that it did. */
  enum Mode {
    SIGNED(false, true, false, "[0-9a-f]{64}"),
    UNSIGNED(false, false, false, "UNSIGNED-PAYLOAD"),
    SIGNED_CHUNKS(true, true, false, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
    SIGNED_CHUNKS_AND_TRAILER(true, true, true, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"),
    UNSIGNED_CHUNKS_AND_TRAILER(true, false, true, "STREAMING-UNSIGNED-PAYLOAD-TRAILER");

    final boolean chunks;
    final boolean signed;
    final boolean trailer;
    final String hash;

    Mode(boolean chunks, boolean signed, boolean trailer, String hash) {
      this.chunks = chunks;
      this.signed = signed;
      this.trailer = trailer;
      this.hash = hash;
    }
  }

  @BeforeAll
  static void start() throws IOException {
    aws = TestWorld.describe(new LocalAwsBuilder().backEnd(SharedS3Mock.uri())).start();
    session =
        new Clients(aws.endpoint())
            .assume(
                Clients.credentials(aws.credentialsOf(TestWorld.JOBS, "submitter")),
                TestWorld.WRITER,
                r -> {});
  }

  @AfterAll
  static void stop() throws IOException {
    aws.close();
  }

  @ParameterizedTest
  @EnumSource
  void storesSmallBody(Mode mode) throws IOException {
    assertStored(mode, "hello".getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @EnumSource
  void storesEmptyBody(Mode mode) throws IOException {
    assertStored(mode, new byte[0]);
  }

  @ParameterizedTest
  @EnumSource
  void storesBodyOfManyChunks(Mode mode) throws IOException {
    byte[] body = new byte[3_000_000];
    new Random(7).nextBytes(body);
    assertStored(mode, body);
  }

  @Test
  void refusesOtherBodyThanTheHashed() {
    assertRefused(spoil(sign(Mode.SIGNED, "spoiled", "hello")), 400, "XAmzContentSHA256Mismatch");
  }

  @ParameterizedTest
  @EnumSource(names = {"SIGNED_CHUNKS", "SIGNED_CHUNKS_AND_TRAILER"})
  void refusesOtherChunkThanTheSigned(Mode mode) {
    assertRefused(spoil(sign(mode, "spoiled", "hello")), 403, "SignatureDoesNotMatch");
  }

  @Test
  void refusesOtherBodyThanItsTrailingChecksum() {
    Raw spoiled = spoil(sign(Mode.UNSIGNED_CHUNKS_AND_TRAILER, "spoiled", "hello"));
    assertRefused(spoiled, 400, "BadDigest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"crc32", "crc32c", "sha1", "sha256"})
  void refusesOtherBodyThanItsChecksum(String algorithm) {
    Raw raw = put("spoiled", "hello").withHeader("x-amz-checksum-" + algorithm, "AAAAAA==");
    assertRefused(RawRequests.sign(raw, session), 400, "BadDigest");
  }

  @Test
  void refusesShorterBodyThanDeclared() {
    Raw signed = sign(Mode.UNSIGNED_CHUNKS_AND_TRAILER, "spoiled", "hello");
    String text = new String(signed.body(), StandardCharsets.UTF_8);
    String shorter = text.replaceFirst("5\r\nhello", "04\r\nhell");
    assertRefused(signed.withBody(shorter.getBytes(StandardCharsets.UTF_8)), 400, "IncompleteBody");
  }

  private static void assertStored(Mode mode, byte[] body) throws IOException {
    String key = "modes/" + mode + '-' + body.length;
    Raw signed = sign(mode, key, body);
    assertThat(signed.header("x-amz-content-sha256")).matches(mode.hash);
    HttpResponse<byte[]> answer = RawRequests.send(signed);
    assertThat(answer.statusCode())
        .as(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(200);
    assertThat(aws.get("data", key)).isEqualTo(body);
  }

  private static void assertRefused(Raw raw, int status, String code) {
    HttpResponse<byte[]> answer = RawRequests.send(raw);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("<Code>" + code + "</Code>");
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  private static Raw spoil(Raw signed) {
    String text = new String(signed.body(), StandardCharsets.UTF_8);
    return signed.withBody(text.replace("hello", "HELLO").getBytes(StandardCharsets.UTF_8));
  }

  private static Raw sign(Mode mode, String key, String body) {
    return sign(mode, key, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Signed as for HTTPS: without it the SDK signs every payload. */
  private static Raw sign(Mode mode, String key, byte[] body) {
    URI http = uri(key);
    URI https = URI.create(http.toString().replace("http:", "https:"));
    Raw signed =
        RawRequests.sign(
            RawRequests.request(SdkHttpMethod.PUT, https, body),
            session,
            r -> {
              r.putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, mode.chunks)
                  .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, mode.signed);
              if (mode.trailer) {
                r.putProperty(AwsV4HttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32);
              }
            });
    return signed.to(http);
  }

  private static Raw put(String key, String body) {
    return RawRequests.request(SdkHttpMethod.PUT, uri(key), body.getBytes(StandardCharsets.UTF_8));
  }

  private static URI uri(String key) {
    return aws.endpoint().resolve("/data/" + key);
  }
}
