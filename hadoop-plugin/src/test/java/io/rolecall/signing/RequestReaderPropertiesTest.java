package io.rolecall.signing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.route.BucketAddress;
import io.rolecall.signing.SentRequests.Sent;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * The SDK writes what the reader reads: for each shape of endpoint, requests that the SDK on the
 * class path makes for random buckets, keys and operations.
 */
class RequestReaderPropertiesTest {

  private static final int CASES = 80;

  private static final Region ELSEWHERE = Region.AP_SOUTHEAST_2;

  private static final String ACCESS_POINT = "arn:aws:s3:%s:111122223333:accesspoint/%s";

  /** Where requests go, and how the bucket is named there. */
  enum Shape {
    AWS(null, aws -> {}),
    AWS_PATH_STYLE(null, aws -> aws.forcePathStyle(true)),
    US_EAST_1(null, aws -> aws.region(Region.US_EAST_1)),
    GLOBAL(null, aws -> aws.region(Region.AWS_GLOBAL)),
    CHINA(null, aws -> aws.region(Region.CN_NORTH_1)),
    GOV_CLOUD(null, aws -> aws.region(Region.US_GOV_WEST_1)),
    ISOLATED(null, aws -> aws.region(Region.US_ISO_EAST_1)),
    FIPS(null, aws -> aws.fipsEnabled(true)),
    DUAL_STACK(null, aws -> aws.dualstackEnabled(true)),
    FIPS_DUAL_STACK(null, aws -> aws.fipsEnabled(true).dualstackEnabled(true)),
    ACCELERATED(null, aws -> aws.accelerate(true)),
    ACCELERATED_DUAL_STACK(null, aws -> aws.accelerate(true).dualstackEnabled(true)),
    CROSS_REGION(null, aws -> aws.crossRegionAccessEnabled(true)),
    CROSS_REGION_PATH_STYLE(null, aws -> aws.crossRegionAccessEnabled(true).forcePathStyle(true)),
    CROSS_REGION_FROM_US_EAST_1(
        null, aws -> aws.crossRegionAccessEnabled(true).region(Region.US_EAST_1)),
    CROSS_REGION_DUAL_STACK(null, aws -> aws.crossRegionAccessEnabled(true).dualstackEnabled(true)),
    EXPRESS(null, aws -> aws.disableS3ExpressSessionAuth(true)),
    EXPRESS_FIPS(null, aws -> aws.disableS3ExpressSessionAuth(true).fipsEnabled(true)),
    OUTPOSTS_ALIAS(null, aws -> {}),
    NAMED_ACCESS_POINT(null, aws -> {}),
    ACCESS_POINT_ELSEWHERE(
        null, aws -> aws.serviceConfiguration(s3 -> s3.useArnRegionEnabled(true))),
    ACCESS_POINT_FIPS_DUAL_STACK(null, aws -> aws.fipsEnabled(true).dualstackEnabled(true)),
    ACCESS_POINT_INTERFACE(
        "https://accesspoint.vpce-1a2b.s3.eu-west-1.vpce.amazonaws.com", s -> {}),
    INTERFACE("https://bucket.vpce-1a2b-3c.s3.eu-west-1.vpce.amazonaws.com", store -> {}),
    INTERFACE_PATH_STYLE(
        "https://bucket.vpce-1a2b-3c.s3.eu-west-1.vpce.amazonaws.com",
        store -> store.forcePathStyle(true)),
    REGIONAL_BY_NAME("https://s3.eu-west-1.amazonaws.com", store -> {}),
    STORE("http://objects.example.org:9000", store -> {}),
    STORE_PATH_STYLE("http://objects.example.org:9000", store -> store.forcePathStyle(true)),
    TLS_STORE("https://objects.example.org", store -> {}),
    CAPITALS("HTTP://OBJECTS.Example.org", store -> {}),
    USER_INFO("http://user:pw@store:9000", store -> {}),
    TRAILING_DOT("https://objects.example.org.", store -> {}),
    TRAILING_SLASH("http://store/", store -> {}),
    TRAILING_SLASH_PATH_STYLE("http://store/", store -> store.forcePathStyle(true)),
    BASE_PATH("http://store/gw/s3", store -> {}),
    BASE_PATH_PATH_STYLE("http://store/gw/s3", store -> store.forcePathStyle(true)),
    BASE_PATH_AND_SLASH("http://store/gw/s3/", store -> store.forcePathStyle(true)),
    DOUBLE_SLASH("http://store//gw", store -> store.forcePathStyle(true)),
    IPV4("http://10.0.0.1:9000", store -> {}),
    IPV6("http://[::1]:9000", store -> {}),
    ONE_LABEL("http://bucket", store -> store.forcePathStyle(true));

    private final @Nullable URI endpoint;
    private final Consumer<S3ClientBuilder> settings;

    Shape(@Nullable String endpoint, Consumer<S3ClientBuilder> settings) {
      this.endpoint = endpoint == null ? null : URI.create(endpoint);
      this.settings = settings;
    }

    /** Whether the bucket is in another region than the client's, and the client follows it. */
    boolean isRedirected() {
      return name().startsWith("CROSS_REGION");
    }

    boolean isAccessPoint() {
      return name().contains("ACCESS_POINT");
    }

    /** A bucket, or an access point, as a client is told it. */
    String bucket(Random random) {
      String name = name(random);
      if (isAccessPoint()) {
        return ACCESS_POINT.formatted(
            this == ACCESS_POINT_ELSEWHERE ? "us-east-1" : "eu-west-1", name.replace('.', '-'));
      }
      return switch (this) {
        case EXPRESS, EXPRESS_FIPS -> name.replace('.', '-') + "--euw1-az1--x-s3";
        case OUTPOSTS_ALIAS ->
            "ap-" + random.nextInt(10, 99) + "-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3";
        case ACCELERATED, ACCELERATED_DUAL_STACK, IPV4, IPV6 -> "a-" + name.replace('.', '-');
        default -> name;
      };
    }

    private static String name(Random random) {
      List<String> names =
          List.of("bucket", "store", "s3a", "eu-west-1", "data.2026", "my.s3", "gw", "b-1", "in1");
      return names.get(random.nextInt(names.size()))
          + (random.nextBoolean() ? "" : "-" + random.nextInt(100));
    }

    /** The SDK itself drops the slash of such a key before it joins it to such an endpoint. */
    String asSent(String key, String path) {
      boolean joined = endpoint != null && endpoint.getPath().endsWith("/");
      return joined && key.startsWith("/") && !path.contains("//") ? key.substring(1) : key;
    }
  }

  private static final List<String> PARTS =
      List.of(
          "in",
          "out",
          "bucket",
          "store",
          "gw",
          "s3",
          "a b",
          "a+b",
          "100%",
          "%2F",
          "%2e%2e",
          "größe",
          "日本",
          "😀",
          "x=1&y=2",
          ";",
          "#?",
          "~",
          "*'()!@$,:",
          "..x",
          ".",
          "",
          "?versionId=v",
          "a\tb");

  private static String key(Random random, String bucket) {
    List<String> parts = new ArrayList<>();
    if (random.nextInt(4) == 0) {
      parts.add(bucket);
    }
    // A key must not leave the bucket: steps up come after steps down.
    for (int left = random.nextInt(1, 5); left > 0; left--) {
      parts.add(PARTS.get(random.nextInt(PARTS.size())));
    }
    String key = String.join("/", parts) + (random.nextInt(5) == 0 ? "/" : "");
    return key.isEmpty() || key.equals("/") || key.equals(".") ? "k" : key;
  }

  /** An operation, what it is about, and where from. */
  private record Operation(String name, Consumer<S3Client> call, String key, List<String> sources) {

    static Operation of(String name, String key, Consumer<S3Client> call) {
      return new Operation(name, call, key, List.of());
    }
  }

  private static List<Operation> operations(String bucket, String key, String from) {
    RequestBody body = RequestBody.fromString("x");
    return List.of(
        Operation.of("get", key, s3 -> s3.getObject(r -> r.bucket(bucket).key(key).range("0-1"))),
        Operation.of("put", key, s3 -> s3.putObject(r -> r.bucket(bucket).key(key), body)),
        Operation.of("head", key, s3 -> s3.headObject(r -> r.bucket(bucket).key(key))),
        Operation.of("delete", key, s3 -> s3.deleteObject(r -> r.bucket(bucket).key(key))),
        Operation.of(
            "list 1", key, s3 -> s3.listObjects(r -> r.bucket(bucket).prefix(key).delimiter("/"))),
        Operation.of("list 2", key, s3 -> s3.listObjectsV2(r -> r.bucket(bucket).prefix(key))),
        Operation.of("list all", "", s3 -> s3.listObjectsV2(r -> r.bucket(bucket))),
        Operation.of(
            "uploads", key, s3 -> s3.listMultipartUploads(r -> r.bucket(bucket).prefix(key))),
        Operation.of(
            "versions", key, s3 -> s3.listObjectVersions(r -> r.bucket(bucket).prefix(key))),
        Operation.of("create", key, s3 -> s3.createMultipartUpload(r -> r.bucket(bucket).key(key))),
        Operation.of(
            "part",
            key,
            s3 -> s3.uploadPart(r -> r.bucket(bucket).key(key).uploadId("u").partNumber(1), body)),
        Operation.of(
            "parts", key, s3 -> s3.listParts(r -> r.bucket(bucket).key(key).uploadId("u"))),
        Operation.of(
            "complete",
            key,
            s3 -> s3.completeMultipartUpload(r -> r.bucket(bucket).key(key).uploadId("u"))),
        Operation.of(
            "abort",
            key,
            s3 -> s3.abortMultipartUpload(r -> r.bucket(bucket).key(key).uploadId("u"))),
        Operation.of("tagging", key, s3 -> s3.getObjectTagging(r -> r.bucket(bucket).key(key))),
        Operation.of(
            "tag",
            key,
            s3 ->
                s3.putObjectTagging(
                    r ->
                        r.bucket(bucket)
                            .key(key)
                            .tagging(t -> t.tagSet(Tag.builder().key("a").value("b").build())))),
        Operation.of(
            "attributes",
            key,
            s3 ->
                s3.getObjectAttributes(
                    r -> r.bucket(bucket).key(key).objectAttributes(ObjectAttributes.E_TAG))),
        Operation.of(
            "bulk delete",
            "",
            s3 ->
                s3.deleteObjects(
                    r ->
                        r.bucket(bucket)
                            .delete(d -> d.objects(ObjectIdentifier.builder().key(key).build())))),
        Operation.of("head bucket", "", s3 -> s3.headBucket(r -> r.bucket(bucket))),
        Operation.of("location", "", s3 -> s3.getBucketLocation(r -> r.bucket(bucket))),
        Operation.of("policy", "", s3 -> s3.getBucketPolicy(r -> r.bucket(bucket))),
        new Operation(
            "copy",
            s3 ->
                s3.copyObject(
                    r ->
                        r.sourceBucket(bucket)
                            .sourceKey(from)
                            .destinationBucket(bucket)
                            .destinationKey(key)),
            key,
            List.of(from)),
        new Operation(
            "part copy",
            s3 ->
                s3.uploadPartCopy(
                    r ->
                        r.sourceBucket(bucket)
                            .sourceKey(from)
                            .sourceVersionId("v/1")
                            .destinationBucket(bucket)
                            .destinationKey(key)
                            .uploadId("u")
                            .partNumber(1)),
            key,
            List.of(from)));
  }

  private static RequestReader reader(Shape shape, String bucket) {
    return new RequestReader(
        shape.isAccessPoint()
            ? BucketAddress.of("local", shape.endpoint, bucket)
            : BucketAddress.of(bucket, shape.endpoint, null));
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatTheSdkWritesAndRefusesWhatItWritesForOtherBuckets(Shape shape) {
    Random random = new Random(shape.name().hashCode());
    Set<String> exercised = new HashSet<>();
    SentRequests http = new SentRequests(shape.isRedirected() ? ELSEWHERE : null);
    try (S3Client s3 = SentRequests.client(http, shape.endpoint, shape.settings)) {
      for (int i = 0; i < CASES; i++) {
        String bucket = shape.bucket(random);
        String other = shape.bucket(random);
        String key = key(random, bucket);
        String from = key(random, bucket);
        List<Operation> all = operations(bucket, key, from);
        // The first round has each of them.
        Operation operation = all.get(i < all.size() ? i : random.nextInt(all.size()));
        Sent sent = http.by(s3, operation.call());
        RequestReader reader = reader(shape, bucket);
        String about = shape + " " + operation.name() + " " + sent.request().getUri();
        String path = sent.request().encodedPath();
        assertThat(sent.request().host().contains(ELSEWHERE.id()))
            .describedAs(about)
            .isEqualTo(shape.isRedirected());
        assertThat(reader.key(sent.request()))
            .describedAs(about)
            .isEqualTo(
                sent.request().rawQueryParameters().containsKey("prefix")
                    ? operation.key()
                    : shape.asSent(operation.key(), path));
        reader.check(sent.request());
        assertThat(reader.sources(sent.request()))
            .describedAs(about)
            .isEqualTo(operation.sources());
        if (RequestReader.isBulkDelete(sent.request())) {
          assertThat(DeletedKeys.in(requireNonNull(sent.body())))
              .describedAs(about)
              .containsExactly(key);
        }
        exercised.add(operation.name());
        if (!other.equals(bucket)) {
          RequestReader foreign = reader(shape, other);
          assertThatThrownBy(() -> foreign.check(sent.request()))
              .describedAs(about + " for " + other)
              .isInstanceOf(S3Exception.class);
          assertThatThrownBy(() -> foreign.key(sent.request())).isInstanceOf(S3Exception.class);
          exercised.add("another bucket");
          if (!operation.sources().isEmpty()) {
            assertThatThrownBy(() -> foreign.sources(sent.request()))
                .describedAs(about + " for " + other)
                .isInstanceOf(S3Exception.class);
          }
        }
      }
    }
    assertThat(exercised)
        .hasSize(operations("b", "k", "k").size() + 1)
        .contains("copy", "another bucket");
  }
}
