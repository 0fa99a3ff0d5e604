package io.rolecall.signing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.route.BucketAddress;
import io.rolecall.signing.SentRequests.Sent;
import io.rolecall.signing.SentRequests.Style;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** Reads requests that the SDK made, so that both sides agree on every character. */
class RequestReaderTest {

  private static final String ACCESS_POINT =
      "arn:aws:s3:eu-west-1:111122223333:accesspoint/flights";

  private static final RequestReader READER =
      new RequestReader(BucketAddress.of("bucket1", URI.create("http://localhost:9000"), null));

  private static final RequestReader OF_ACCESS_POINT =
      new RequestReader(BucketAddress.of("bucket1", null, ACCESS_POINT));

  static final List<String> KEYS =
      List.of(
          "data",
          "data/",
          "data/a b",
          "data/a+b",
          "data/100%",
          "data/%2F%20",
          "data/~x",
          "data/größe/日本/😀",
          "data//x",
          "/data",
          "data/x=1&y=2;z#?/f",
          "data/a?versionId=b/c",
          "data/../x",
          "bucket1/data",
          "bucket1",
          "*'()!@$,:");

  private static String keyOf(Style style, Consumer<S3Client> operation) {
    return READER.key(SentRequests.by(style, operation).request());
  }

  private static ContentStreamProvider body(String text) {
    return () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @FieldSource("KEYS")
  void readsTheKeyOfAnObject(String key) {
    for (Style style : List.of(Style.PATH, Style.VIRTUAL_HOST)) {
      assertThat(keyOf(style, s3 -> s3.headObject(get -> get.bucket("bucket1").key(key))))
          .describedAs("%s", style)
          .isEqualTo(key);
      assertThat(
              keyOf(
                  style,
                  s3 ->
                      s3.uploadPart(
                          part -> part.bucket("bucket1").key(key).uploadId("u").partNumber(1),
                          RequestBody.fromString("x"))))
          .describedAs("%s, with a query", style)
          .isEqualTo(key);
    }
  }

  @ParameterizedTest
  @FieldSource("KEYS")
  void readsThePrefixOfAList(String prefix) {
    for (Style style : List.of(Style.PATH, Style.VIRTUAL_HOST)) {
      assertThat(
              keyOf(
                  style,
                  s3 ->
                      s3.listObjectsV2(
                          list -> list.bucket("bucket1").prefix(prefix).delimiter("/"))))
          .describedAs("%s", style)
          .isEqualTo(prefix);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PATH", "VIRTUAL_HOST"})
  void readsTheBucketAlone(Style style) {
    Stream.<Consumer<S3Client>>of(
            s3 -> s3.listObjectsV2(list -> list.bucket("bucket1")),
            s3 -> s3.listObjectsV2(list -> list.bucket("bucket1").prefix("")),
            s3 -> s3.headBucket(head -> head.bucket("bucket1")),
            s3 -> s3.listMultipartUploads(list -> list.bucket("bucket1")))
        .forEach(operation -> assertThat(keyOf(style, operation)).isEmpty());
    assertThat(
            keyOf(
                style,
                s3 -> s3.listMultipartUploads(list -> list.bucket("bucket1").prefix("data/"))))
        .isEqualTo("data/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../bucket2/x",
        "a/../../x",
        "a/./../../x",
        "a//../../x",
        "%2E%2E/x",
        "a/%2e%2e/%2E./x",
      })
  void refusesAKeyThatLeavesTheBucket(String path) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .protocol("http")
            .host("localhost")
            .encodedPath("/bucket1/" + path)
            .build();
    String message =
        "a request to localhost/bucket1/"
            + path
            + ": its key leaves the bucket by '..', which S3 allows nobody";
    assertThatThrownBy(() -> READER.key(request)).hasMessageStartingWith(message);
    assertThatThrownBy(() -> READER.check(request)).hasMessageStartingWith(message);
  }

  @Test
  void refusesAListOfTwoPrefixes() {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .protocol("http")
            .host("localhost")
            .encodedPath("/bucket1")
            .appendRawQueryParameter("prefix", "in")
            .appendRawQueryParameter("prefix", "out")
            .build();
    assertThatThrownBy(() -> READER.key(request))
        .hasMessageStartingWith(
            "a request to localhost/bucket1 for the prefixes [in, out]: expected one");
  }

  @Test
  void refusesTwoSources() {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.PUT)
            .protocol("http")
            .host("localhost")
            .encodedPath("/bucket1/x")
            .appendHeader("x-amz-copy-source", "bucket1/a");
    assertThatThrownBy(
            () -> READER.sources(request.copy().putHeader("X-Amz-Rename-Source", "b").build()))
        .hasMessageStartingWith(
            "a request to localhost/bucket1/x to copy and to rename at once: expected one");
    assertThatThrownBy(
            () -> READER.sources(request.copy().appendHeader("x-amz-copy-source", "b/c").build()))
        .hasMessageStartingWith(
            "a request to localhost/bucket1/x with more than one x-amz-copy-source: expected one");
  }

  @ParameterizedTest
  @FieldSource("KEYS")
  void readsTheSourceOfACopy(String key) {
    Sent copy =
        SentRequests.by(
            Style.PATH,
            s3 ->
                s3.copyObject(
                    request ->
                        request
                            .sourceBucket("bucket1")
                            .sourceKey(key)
                            .destinationBucket("bucket1")
                            .destinationKey("target")));
    assertThat(READER.sources(copy.request())).containsExactly(key);
    assertThat(READER.key(copy.request())).isEqualTo("target");
  }

  @ParameterizedTest
  @FieldSource("KEYS")
  void readsTheSourceOfAPartsCopyWithAVersion(String key) {
    Sent copy =
        SentRequests.by(
            Style.VIRTUAL_HOST,
            s3 ->
                s3.uploadPartCopy(
                    request ->
                        request
                            .sourceBucket("bucket1")
                            .sourceKey(key)
                            .sourceVersionId("v/1")
                            .destinationBucket("bucket1")
                            .destinationKey("target")
                            .uploadId("u")
                            .partNumber(1)));
    assertThat(READER.sources(copy.request())).containsExactly(key);
  }

  @ParameterizedTest
  @FieldSource("KEYS")
  void readsACopyThroughAnAccessPoint(String key) {
    Sent copy = copy(ACCESS_POINT, key, ACCESS_POINT);
    assertThat(copy.request().host())
        .isEqualTo("flights-111122223333.s3-accesspoint.eu-west-1.amazonaws.com");
    assertThat(OF_ACCESS_POINT.sources(copy.request())).containsExactly(key);
    assertThat(OF_ACCESS_POINT.key(copy.request())).isEqualTo("target");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:s3:eu-west-1:111122223333:accesspoint/other",
        "arn:aws:s3:eu-west-1:444455556666:accesspoint/flights",
      })
  void refusesACopyFromAnotherAccessPoint(String source) {
    Sent copy = copy(source, "x", ACCESS_POINT);
    assertThatThrownBy(() -> OF_ACCESS_POINT.sources(copy.request()))
        .hasMessageStartingWith(
            "a copy from '"
                + source
                + "/object/x' into s3a://bucket1:"
                + " copies stay within a bucket");
  }

  private static Sent copy(String sourceBucket, String key, String bucket) {
    return SentRequests.by(
        Style.ACCESS_POINT,
        s3 ->
            s3.copyObject(
                request ->
                    request
                        .sourceBucket(sourceBucket)
                        .sourceKey(key)
                        .destinationBucket(bucket)
                        .destinationKey("target")));
  }

  @Test
  void refusesACopyFromAnotherBucket() {
    Sent copy =
        SentRequests.by(
            Style.PATH,
            s3 ->
                s3.copyObject(
                    request ->
                        request
                            .sourceBucket("bucket2")
                            .sourceKey("x y")
                            .destinationBucket("bucket1")
                            .destinationKey("target")));
    assertThatThrownBy(() -> READER.sources(copy.request()))
        .hasMessageStartingWith(
            "a copy from 'bucket2/x y' into s3a://bucket1: copies stay within a bucket");
  }

  @Test
  void hasNoSourceWhereNothingIsCopied() {
    Sent get =
        SentRequests.by(Style.PATH, s3 -> s3.headObject(head -> head.bucket("bucket1").key("x")));
    assertThat(READER.sources(get.request())).isEmpty();
    assertThat(RequestReader.isBulkDelete(get.request())).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"PATH", "VIRTUAL_HOST"})
  void readsTheKeysOfABulkDelete(Style style) {
    Sent delete =
        SentRequests.by(
            style,
            s3 ->
                s3.deleteObjects(
                    request ->
                        request
                            .bucket("bucket1")
                            .delete(
                                keys ->
                                    keys.objects(
                                        KEYS.stream()
                                            .map(key -> ObjectIdentifier.builder().key(key).build())
                                            .toList()))));
    assertThat(RequestReader.isBulkDelete(delete.request())).isTrue();
    assertThat(DeletedKeys.in(requireNonNull(delete.body()))).isEqualTo(KEYS);
  }

  @Test
  void readsKeysWithTheCharactersOfXml() {
    List<String> keys = List.of("a<b>&\"'c", "a\nb\tc", "]]>");
    Sent delete =
        SentRequests.by(
            Style.PATH,
            s3 ->
                s3.deleteObjects(
                    request ->
                        request
                            .bucket("bucket1")
                            .delete(
                                all ->
                                    all.objects(
                                        keys.stream()
                                            .map(key -> ObjectIdentifier.builder().key(key).build())
                                            .toList()))));
    assertThat(DeletedKeys.in(requireNonNull(delete.body()))).isEqualTo(keys);
  }

  @Test
  void refusesABulkDeleteThatCannotBeRead() {
    ContentStreamProvider broken = body("<Delete><Object><Key>a");
    assertThatThrownBy(() -> DeletedKeys.in(broken))
        .hasMessageStartingWith("a bulk delete whose keys cannot be read: ");
  }

  @Test
  void readsNoExternalEntities() {
    ContentStreamProvider attack =
        body(
            "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"
                + "<Delete><Object><Key>&e;</Key></Object></Delete>");
    assertThatThrownBy(() -> DeletedKeys.in(attack))
        .hasMessageStartingWith("a bulk delete whose keys cannot be read: ");
  }
}
