package io.rolecall.localaws;

import static io.rolecall.localaws.AwsFailures.assertFails;
import static io.rolecall.localaws.AwsFailures.assertFailsBare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Every operation that S3A sends works through the gate, for the sync and the async client. */
final class ITestS3Operations {
  private static final String BUCKET = "data";
  private static final int MIB = 1024 * 1024;

  private static LocalAws aws;
  private static S3Client s3;
  private static S3AsyncClient async;

  @BeforeAll
  static void start() throws IOException {
    aws = TestWorld.describe(new LocalAwsBuilder().backEnd(SharedS3Mock.uri())).start();
    Clients clients = new Clients(aws.endpoint());
    var user = Clients.credentials(aws.credentialsOf(TestWorld.JOBS, "submitter"));
    var session = clients.assume(user, TestWorld.WRITER, r -> {});
    s3 = clients.s3(session);
    async = clients.s3Async(session, false);
  }

  @AfterAll
  static void stop() throws IOException {
    s3.close();
    async.close();
    aws.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "a b/ü+=&%.txt", "_temporary/0/part=1,2@3:4", "dir/"})
  void storesUnderAnyKey(String key) throws IOException {
    s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString("hello"));
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(key)).asUtf8String())
        .isEqualTo("hello");
    assertThat(async.headObject(b -> b.bucket(BUCKET).key(key)).join().contentLength())
        .isEqualTo(5);
    assertThat(aws.get(BUCKET, key)).asString().isEqualTo("hello");
    assertThat(aws.list(BUCKET, key)).contains(key);
  }

  @Test
  void readsRanges() throws IOException {
    aws.put(BUCKET, "range", "hello".getBytes(StandardCharsets.UTF_8));
    assertThat(
            s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("range").range("bytes=1-2"))
                .asUtf8String())
        .isEqualTo("el");
    assertThatThrownBy(
            () -> s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("range").range("bytes=10-")))
        .hasMessageContaining("Status Code: 416");
  }

  @Test
  void streamsLargeObject() throws IOException {
    byte[] content = random(20 * MIB);
    aws.put(BUCKET, "large", content);
    assertThat(
            async
                .getObject(b -> b.bucket(BUCKET).key("large"), AsyncResponseTransformer.toBytes())
                .join()
                .asByteArray())
        .isEqualTo(content);
    try (ResponseInputStream<GetObjectResponse> in =
        s3.getObject(b -> b.bucket(BUCKET).key("large"))) {
      assertThat(in.response().contentLength()).isEqualTo(content.length);
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void storesEmptyObject() {
    s3.putObject(b -> b.bucket(BUCKET).key("empty"), RequestBody.empty());
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("empty")).contentLength()).isZero();
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("empty")).asByteArray()).isEmpty();
  }

  @Test
  void keepsMetadataAndEncoding() {
    s3.putObject(
        b ->
            b.bucket(BUCKET)
                .key("metadata")
                .contentType("text/csv")
                .contentEncoding("gzip")
                .metadata(Map.of("owner", "me")),
        RequestBody.fromString("x"));
    var head = s3.headObject(b -> b.bucket(BUCKET).key("metadata"));
    assertThat(head.contentType()).isEqualTo("text/csv");
    assertThat(head.contentEncoding()).isEqualTo("gzip");
    assertThat(head.metadata()).containsEntry("owner", "me");
  }

  @Test
  void saysWhatIsMissing() {
    assertFails(
        () -> s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("missing")),
        404,
        "NoSuchKey",
        "The specified key does not exist.");
    assertFailsBare(() -> s3.headObject(b -> b.bucket(BUCKET).key("missing")), 404);
  }

  @Test
  void createsOnlyOnce() {
    createOnce("first");
    assertFails(
        () -> createOnce("second"),
        412,
        "PreconditionFailed",
        "At least one of the pre-conditions you specified did not hold");
  }

  @Test
  void listsWithDelimiterAndPages() throws IOException {
    for (String key : new String[] {"list/a", "list/b/1", "list/b/2", "list/c"}) {
      aws.put(BUCKET, key, new byte[1]);
    }
    ListObjectsV2Response flat =
        s3.listObjectsV2(b -> b.bucket(BUCKET).prefix("list/").delimiter("/"));
    assertThat(flat.contents()).extracting(S3Object::key).containsExactly("list/a", "list/c");
    assertThat(flat.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("list/b/");
    assertThat(
            s3.listObjectsV2Paginator(b -> b.bucket(BUCKET).prefix("list/").maxKeys(1)).contents())
        .extracting(S3Object::key)
        .containsExactly("list/a", "list/b/1", "list/b/2", "list/c");
    assertThat(s3.listObjects(b -> b.bucket(BUCKET).prefix("list/b")).contents()).hasSize(2);
  }

  @Test
  void looksAtBucket() {
    assertThat(s3.headBucket(b -> b.bucket(BUCKET)).sdkHttpResponse().isSuccessful()).isTrue();
    assertThat(s3.getBucketLocation(b -> b.bucket(BUCKET)).sdkHttpResponse().isSuccessful())
        .isTrue();
  }

  @Test
  void tagsObjects() {
    s3.putObject(b -> b.bucket(BUCKET).key("tagged").tagging("a=1"), RequestBody.fromString("x"));
    assertThat(s3.getObjectTagging(b -> b.bucket(BUCKET).key("tagged")).tagSet()).hasSize(1);
  }

  @Test
  void copiesSmallObject() throws IOException {
    aws.put(BUCKET, "from here", "x".getBytes(StandardCharsets.UTF_8));
    s3.copyObject(
        b ->
            b.sourceBucket(BUCKET)
                .sourceKey("from here")
                .destinationBucket("archive")
                .destinationKey("to/there"));
    assertThat(aws.get("archive", "to/there")).asString().isEqualTo("x");
    assertThat(aws.log().operation("CopyObject")).isNotEmpty();
  }

  /** By the header itself: the oldest supported SDK has no method for it. */
  private static void createOnce(String content) {
    s3.putObject(
        b ->
            b.bucket(BUCKET)
                .key("once")
                .overrideConfiguration(o -> o.putHeader("If-None-Match", "*")),
        RequestBody.fromString(content));
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
