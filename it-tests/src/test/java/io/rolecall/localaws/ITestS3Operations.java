package io.rolecall.localaws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** Every operation that S3A sends works through the gate, for the sync and the async client. */
final class ITestS3Operations {
  private static final String ROLE = "arn:aws:iam::222222222222:role/writer";
  private static final int MIB = 1024 * 1024;

  private static LocalAws aws;
  private static S3Client s3;
  private static S3AsyncClient async;

  @BeforeAll
  static void start() throws IOException {
    aws =
        LocalAws.builder()
            .backEnd(SharedS3Mock.uri())
            .account("111111111111", a -> a.user("submitter"))
            .account(
                "222222222222",
                a ->
                    a.bucket("operations")
                        .role(
                            "writer",
                            r ->
                                r.trusts("arn:aws:iam::111111111111:user/submitter")
                                    .readWrite("operations")))
            .start();
    Clients clients = new Clients(aws.endpoint());
    var user = Clients.credentials(aws.credentialsOf("111111111111", "submitter"));
    var session = clients.assume(user, ROLE, r -> {});
    s3 = clients.s3(session);
    async = clients.s3Async(session);
  }

  @AfterAll
  static void stop() throws IOException {
    s3.close();
    async.close();
    aws.close();
  }

  @Test
  void putsAndGetsWithTheSyncClient() {
    s3.putObject(b -> b.bucket("operations").key("a b/ü+=&%.txt"), RequestBody.fromString("hello"));
    assertThat(s3.getObjectAsBytes(b -> b.bucket("operations").key("a b/ü+=&%.txt")).asUtf8String())
        .isEqualTo("hello");
    assertThat(
            s3.getObjectAsBytes(b -> b.bucket("operations").key("a b/ü+=&%.txt").range("bytes=1-2"))
                .asUtf8String())
        .isEqualTo("el");
    assertThat(s3.headObject(b -> b.bucket("operations").key("a b/ü+=&%.txt")).contentLength())
        .isEqualTo(5);
  }

  @Test
  void putsAndGetsAnEmptyObject() {
    s3.putObject(b -> b.bucket("operations").key("empty"), RequestBody.empty());
    assertThat(s3.headObject(b -> b.bucket("operations").key("empty")).contentLength()).isZero();
    assertThat(s3.getObjectAsBytes(b -> b.bucket("operations").key("empty")).asByteArray())
        .isEmpty();
  }

  @Test
  void uploadsPartsWithTheSyncClient() {
    byte[] content = random(20 * MIB);
    String id = s3.createMultipartUpload(b -> b.bucket("operations").key("sync")).uploadId();
    assertThat(s3.listMultipartUploads(b -> b.bucket("operations")).uploads())
        .anyMatch(u -> u.uploadId().equals(id));
    List<CompletedPart> parts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int number = i + 1;
      byte[] part = java.util.Arrays.copyOfRange(content, i * 5 * MIB, number * 5 * MIB);
      String etag =
          s3.uploadPart(
                  b -> b.bucket("operations").key("sync").uploadId(id).partNumber(number),
                  RequestBody.fromBytes(part))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
    }
    s3.completeMultipartUpload(
        b -> b.bucket("operations").key("sync").uploadId(id).multipartUpload(m -> m.parts(parts)));
    assertThat(s3.getObjectAsBytes(b -> b.bucket("operations").key("sync")).asByteArray())
        .isEqualTo(content);
  }

  @Test
  void uploadsAndCopiesInPartsWithTheAsyncClient() {
    byte[] content = random(20 * MIB);
    async
        .putObject(b -> b.bucket("operations").key("async"), AsyncRequestBody.fromBytes(content))
        .join();
    async
        .copyObject(
            b ->
                b.sourceBucket("operations")
                    .sourceKey("async")
                    .destinationBucket("operations")
                    .destinationKey("async copy"))
        .join();
    byte[] copy =
        async
            .getObject(
                b -> b.bucket("operations").key("async copy"), AsyncResponseTransformer.toBytes())
            .join()
            .asByteArray();
    assertThat(copy).isEqualTo(content);
    assertThat(aws.log().operation("UploadPart")).isNotEmpty();
    assertThat(aws.log().operation("UploadPartCopy")).isNotEmpty();
  }

  @Test
  void deletesInBulk() throws IOException {
    for (int i = 0; i < 10; i++) {
      aws.put("operations", "bulk/" + i, "x".getBytes(StandardCharsets.UTF_8));
    }
    List<ObjectIdentifier> objects =
        aws.list("operations", "bulk/").stream()
            .map(key -> ObjectIdentifier.builder().key(key).build())
            .toList();
    assertThat(objects).hasSize(10);
    s3.deleteObjects(b -> b.bucket("operations").delete(d -> d.objects(objects)));
    assertThat(s3.listObjectsV2(b -> b.bucket("operations").prefix("bulk/")).contents()).isEmpty();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
