package io.rolecall.localaws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;

/** Uploads and copies in parts through the gate. */
final class ITestMultipartUploads {
  private static final String BUCKET = "data";
  private static final int MIB = 1024 * 1024;

  private static LocalAws aws;
  private static S3Client s3;
  private static S3AsyncClient multipart;

  @BeforeAll
  static void start() throws IOException {
    aws = TestWorld.describe(new LocalAwsBuilder().backEnd(SharedS3Mock.uri())).start();
    Clients clients = new Clients(aws.endpoint());
    var user = Clients.credentials(aws.credentialsOf(TestWorld.JOBS, "submitter"));
    var session = clients.assume(user, TestWorld.WRITER, r -> {});
    s3 = clients.s3(session);
    multipart = clients.s3Async(session, true);
  }

  @AfterAll
  static void stop() throws IOException {
    s3.close();
    multipart.close();
    aws.close();
  }

  /** S3Mock by itself deletes the object that is there. */
  @Test
  void anAbortedUploadLeavesTheObjectThatIsThere() throws IOException {
    aws.put(BUCKET, "kept", new byte[] {1});
    String id = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("kept")).uploadId();
    uploadPart("kept", id);
    s3.abortMultipartUpload(b -> b.bucket(BUCKET).key("kept").uploadId(id));
    assertThat(aws.get(BUCKET, "kept")).containsExactly(1);
    assertThat(s3.listMultipartUploads(b -> b.bucket(BUCKET)).uploads())
        .extracting(MultipartUpload::uploadId)
        .doesNotContain(id);
    assertThatThrownBy(() -> uploadPart("kept", id)).isInstanceOf(NoSuchUploadException.class);
    assertThatThrownBy(() -> s3.listParts(b -> b.bucket(BUCKET).key("kept").uploadId(id)))
        .isInstanceOf(NoSuchUploadException.class);
    assertThatThrownBy(
            () -> s3.abortMultipartUpload(b -> b.bucket(BUCKET).key("kept").uploadId(id)))
        .isInstanceOf(NoSuchUploadException.class);
  }

  @Test
  void whatIsCompletedCannotBeAborted() throws IOException {
    String id = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("done")).uploadId();
    String tag = uploadPart("done", id);
    s3.completeMultipartUpload(
        b ->
            b.bucket(BUCKET)
                .key("done")
                .uploadId(id)
                .multipartUpload(u -> u.parts(p -> p.partNumber(1).eTag(tag))));
    assertThatThrownBy(
            () -> s3.abortMultipartUpload(b -> b.bucket(BUCKET).key("done").uploadId(id)))
        .isInstanceOf(NoSuchUploadException.class);
    assertThat(aws.get(BUCKET, "done")).containsExactly(2);
  }

  private static String uploadPart(String key, String id) {
    return s3.uploadPart(
            b -> b.bucket(BUCKET).key(key).uploadId(id).partNumber(1),
            RequestBody.fromBytes(new byte[] {2}))
        .eTag();
  }

  @Test
  void uploadsPartsWithTheSyncClient() {
    byte[] content = random(20 * MIB);
    String id = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("sync")).uploadId();
    assertThat(s3.listMultipartUploads(b -> b.bucket(BUCKET)).uploads())
        .extracting(MultipartUpload::uploadId)
        .contains(id);
    List<CompletedPart> parts = new ArrayList<>();
    for (int number = 1; number <= 4; number++) {
      parts.add(uploadPart(id, number, content));
    }
    assertThat(s3.listParts(b -> b.bucket(BUCKET).key("sync").uploadId(id)).parts())
        .extracting(Part::partNumber)
        .containsExactly(1, 2, 3, 4);
    s3.completeMultipartUpload(
        b -> b.bucket(BUCKET).key("sync").uploadId(id).multipartUpload(m -> m.parts(parts)));
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("sync")).asByteArray())
        .isEqualTo(content);
  }

  @Test
  void abortsUpload() {
    String id = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("aborted")).uploadId();
    s3.abortMultipartUpload(b -> b.bucket(BUCKET).key("aborted").uploadId(id));
    assertThat(s3.listMultipartUploads(b -> b.bucket(BUCKET)).uploads())
        .extracting(MultipartUpload::uploadId)
        .doesNotContain(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-uuid", "00000000-0000-0000-0000-000000000000"})
  void knowsNoOtherUploads(String id) {
    assertThatThrownBy(
            () -> s3.abortMultipartUpload(b -> b.bucket(BUCKET).key("unknown").uploadId(id)))
        .isInstanceOf(NoSuchUploadException.class);
    assertThat(aws.log().operation("AbortMultipartUpload"))
        .anyMatch(entry -> entry.status() == 404 && "NoSuchUpload".equals(entry.errorCode()));
  }

  @Test
  void uploadsAndCopiesInPartsWithTheAsyncClient() {
    byte[] content = random(20 * MIB);
    multipart
        .putObject(b -> b.bucket(BUCKET).key("async"), AsyncRequestBody.fromBytes(content))
        .join();
    multipart
        .copyObject(
            b ->
                b.sourceBucket(BUCKET)
                    .sourceKey("async")
                    .destinationBucket(BUCKET)
                    .destinationKey("async copy"))
        .join();
    byte[] copy = s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("async copy")).asByteArray();
    assertThat(copy).isEqualTo(content);
    assertThat(aws.log().operation("UploadPart")).isNotEmpty();
    assertThat(aws.log().operation("UploadPartCopy")).isNotEmpty();
  }

  private static CompletedPart uploadPart(String uploadId, int number, byte[] content) {
    byte[] part = Arrays.copyOfRange(content, (number - 1) * 5 * MIB, number * 5 * MIB);
    String etag =
        s3.uploadPart(
                b -> b.bucket(BUCKET).key("sync").uploadId(uploadId).partNumber(number),
                RequestBody.fromBytes(part))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
