package io.rolecall.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.routes.HadoopUser;
import io.rolecall.s3a.RolecallFileSystem;
import io.rolecall.testing.AmbientDecoys;
import io.rolecall.testing.Concurrently;
import io.rolecall.testing.FakeStore;
import io.rolecall.testing.FakeSts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Who signs what a client of the SDK sends, and what is not sent at all. */
@Timeout(60)
class RoutedClientsTest {

  private static final String READER = "arn:aws:iam::111122223333:role/reader";
  private static final String WRITER = "arn:aws:iam::444455556666:role/writer";

  @RegisterExtension static final AmbientDecoys DECOYS = new AmbientDecoys();

  private final FakeSts sts = new FakeSts();
  private final FakeStore store = new FakeStore();
  private final Configuration conf = new Configuration();

  RoutedClientsTest() {
    sts.reach(conf);
    conf.set("fs.s3a.rolecall.process", "driver");
    route(
        "{'location': 's3a://b1/in', 'role': '%s'}".formatted(READER),
        "{'location': 's3a://b1/out', 'role': '%s'}".formatted(WRITER),
        "{'location': 's3a://b2', 'role': '%s'}".formatted(WRITER),
        "{'location': 's3a://closed', 'role': '%s', 'users': ['nobody-here']}".formatted(WRITER));
  }

  @AfterEach
  void nobodyUsedADecoy() {
    assertThat(store.requests()).noneMatch(sent -> sent.contains(" by " + AmbientDecoys.KEYS));
    AmbientDecoys.assertUnusedIn(sts);
    store.close();
    sts.close();
  }

  private void route(String... routes) {
    conf.set(
        "fs.s3a.rolecall.routes",
        ("{'version': 1, 'routes': [" + String.join(", ", routes) + "]}").replace('\'', '"'));
  }

  private S3ClientBuilder builder() {
    return S3Client.builder()
        .region(Region.EU_WEST_1)
        .endpointOverride(URI.create("http://" + store.authority()))
        .forcePathStyle(true);
  }

  private S3Client client() {
    return RoutedClients.s3(builder(), conf);
  }

  private S3AsyncClient asyncClient() {
    S3AsyncClientBuilder builder =
        S3AsyncClient.builder()
            .region(Region.EU_WEST_1)
            .endpointOverride(URI.create("http://" + store.authority()))
            .forcePathStyle(true);
    return RoutedClients.s3Async(builder, conf);
  }

  /** Each role that was assumed, by the access key id that it got. */
  private String role(String signer) {
    return sts.calls()
        .get(Integer.parseInt(signer.replaceFirst("key-", "")) - 1)
        .parameter("RoleArn");
  }

  private void assertSignedBy(String request, String roleArn) {
    assertThat(store.requests())
        .filteredOn(sent -> sent.startsWith(request + " by "))
        .isNotEmpty()
        .allSatisfy(sent -> assertThat(role(sent.replaceFirst(".* by ", ""))).isEqualTo(roleArn));
  }

  @Test
  void withoutRoutesTheDecoySigns() {
    try (FakeStore another = new FakeStore();
        S3Client s3 =
            builder().endpointOverride(URI.create("http://" + another.authority())).build()) {
      s3.putObject(put -> put.bucket("b1").key("in/x"), RequestBody.fromString("x"));
      assertThat(another.requests()).singleElement().asString().endsWith(" by decoy-environment");
    }
  }

  private static Delete delete(String... keys) {
    List<ObjectIdentifier> objects =
        Stream.of(keys).map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    return Delete.builder().objects(objects).build();
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("RefusedByRolecall");
              assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
            });
  }

  @Test
  void oneClientServesBucketsAndPrefixes() {
    try (S3Client s3 = client()) {
      s3.putObject(put -> put.bucket("b1").key("in/f"), RequestBody.fromString("x"));
      s3.putObject(put -> put.bucket("b1").key("out/f"), RequestBody.fromString("x"));
      s3.headObject(head -> head.bucket("b2").key("in/f"));
    }
    assertSignedBy("PUT /b1/in/f", READER);
    assertSignedBy("PUT /b1/out/f", WRITER);
    assertSignedBy("HEAD /b2/in/f", WRITER);
    assertThat(sts.calls()).hasSize(2);
  }

  @Test
  void anAsyncClientDoes() {
    try (S3AsyncClient s3 = asyncClient()) {
      s3.putObject(put -> put.bucket("b1").key("in/f"), AsyncRequestBody.fromString("x")).join();
      s3.headObject(head -> head.bucket("b2").key("in/f")).join();
    }
    assertSignedBy("PUT /b1/in/f", READER);
    assertSignedBy("HEAD /b2/in/f", WRITER);
  }

  @Test
  void sharesItsSessionsWithFileSystems() throws IOException {
    conf.set("fs.s3a.endpoint.region", "eu-west-1");
    try (RolecallFileSystem fs = new RolecallFileSystem();
        S3Client s3 = client()) {
      fs.initialize(URI.create("s3a://b1"), conf);
      fs.getDelegationToken("yarn");
      assertThat(sts.calls()).hasSize(2);
      s3.headObject(head -> head.bucket("b1").key("in/f"));
      s3.headObject(head -> head.bucket("b2").key("f"));
      assertThat(sts.calls()).hasSize(2);
    }
  }

  @Test
  void closingAClientEndsNoFileSystem() throws IOException {
    conf.set("fs.s3a.endpoint.region", "eu-west-1");
    try (RolecallFileSystem fs = new RolecallFileSystem()) {
      fs.initialize(URI.create("s3a://b1"), conf);
      client().close();
      try (S3Client s3 = client()) {
        s3.headObject(head -> head.bucket("b1").key("in/f"));
      }
      fs.getDelegationToken("yarn");
      assertThat(sts.calls()).hasSize(2);
    }
  }

  /** The live sessions of this process, of which other tests may hold some. */
  private static Set<ObjectName> liveSessions() {
    try {
      return ManagementFactory.getPlatformMBeanServer()
          .queryNames(new ObjectName("Hadoop:service=Rolecall,*"), null);
    } catch (MalformedObjectNameException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void leavesNothingBehind() {
    Set<ObjectName> before = liveSessions();
    try (S3Client s3 = client()) {
      s3.headObject(head -> head.bucket("b2").key("f"));
      assertThat(liveSessions()).hasSizeGreaterThan(before.size());
    }
    assertThat(liveSessions()).isEqualTo(before);
  }

  @Test
  void aBucketThatIsElsewhereIsNotLookedForHere() {
    conf.set("fs.s3a.bucket.b2.endpoint", "https://key:secret@minio.example");
    conf.set("fs.s3a.bucket.b1.endpoint", "http://" + store.authority() + "/");
    try (S3Client s3 = client()) {
      assertRefused(
          () -> s3.headObject(head -> head.bucket("b2").key("f")),
          "fs.s3a.bucket.b2.endpoint = 'https://***@minio.example', but this client sends its"
              + " requests to "
              + store.authority().replaceFirst(":.*", "")
              + ": a client has one endpoint for all buckets. Make one for this bucket, or read it"
              + " by Hadoop's file system");
      s3.headObject(head -> head.bucket("b1").key("in/f"));
    }
    assertSignedBy("HEAD /b1/in/f", READER);
    assertThat(store.requests()).hasSize(1);
  }

  @Test
  void splitsABulkDelete() {
    try (S3Client s3 = client()) {
      s3.deleteObjects(request -> request.bucket("b1").delete(delete("in/a", "out/b", "in/c")));
    }
    assertThat(store.requests()).hasSize(2).allMatch(sent -> sent.startsWith("POST /b1 by "));
    assertThat(sts.calls()).hasSize(2);
  }

  @Test
  void splitsABulkDeleteOfAnAsyncClient() {
    try (S3AsyncClient s3 = asyncClient()) {
      s3.deleteObjects(request -> request.bucket("b1").delete(delete("in/a", "out/b"))).join();
      s3.deleteObjects(request -> request.bucket("b1").delete(delete("in/c"))).join();
    }
    assertThat(store.requests()).hasSize(3).allMatch(sent -> sent.startsWith("POST /b1 by "));
    assertThat(sts.calls()).hasSize(2);
  }

  /** Neither client is made anew. */
  @Test
  void openClientsGoOnWithTheNextSession() {
    conf.set("fs.s3a.rolecall.renewal.lead", "89");
    conf.set("fs.s3a.rolecall.renewal.jitter", "0");
    CountDownLatch bothHaveTheFirst = new CountDownLatch(1);
    sts.beforeAnswer(
        call -> {
          if (sts.calls().size() == 1) {
            sts.grant(Duration.ofSeconds(20));
          } else {
            Concurrently.await(bothHaveTheFirst);
            sts.grant(Duration.ofHours(1));
          }
        });
    try (S3Client s3 = client();
        S3AsyncClient async = asyncClient()) {
      s3.headObject(head -> head.bucket("b2").key("f"));
      async.headObject(head -> head.bucket("b2").key("g")).join();
      assertThat(store.requests()).containsExactly("HEAD /b2/f by key-1", "HEAD /b2/g by key-1");
      bothHaveTheFirst.countDown();
      Concurrently.until(
          "a request of each is signed by the next session",
          () -> {
            s3.headObject(head -> head.bucket("b2").key("f"));
            async.headObject(head -> head.bucket("b2").key("g")).join();
            return store.requests().get(store.requests().size() - 2).endsWith(" by key-2");
          });
      assertThat(store.requests()).endsWith("HEAD /b2/f by key-2", "HEAD /b2/g by key-2");
    }
    assertThat(sts.calls()).hasSize(2);
  }

  @Test
  void repeatsWhatMetAnExpiredSession() {
    try (S3Client s3 = client()) {
      s3.headObject(head -> head.bucket("b2").key("f"));
      store.refuseNext(400, "ExpiredToken");
      s3.putObject(put -> put.bucket("b2").key("f"), RequestBody.fromString("x"));
    }
    assertThat(store.requests())
        .containsExactly("HEAD /b2/f by key-1", "PUT /b2/f by key-1", "PUT /b2/f by key-2");
  }

  @Test
  void repeatsABulkDeleteOfAnAsyncClientToo() {
    try (S3AsyncClient s3 = asyncClient()) {
      s3.headObject(head -> head.bucket("b1").key("in/f")).join();
      store.refuseNext(400, "ExpiredToken");
      s3.deleteObjects(request -> request.bucket("b1").delete(delete("in/a"))).join();
    }
    assertThat(store.requests())
        .containsExactly("HEAD /b1/in/f by key-1", "POST /b1 by key-1", "POST /b1 by key-2");
  }

  @Test
  void repeatsItWhereTheBuilderRepeatsNothing() {
    S3ClientBuilder builder =
        builder().overrideConfiguration(override -> override.retryPolicy(RetryPolicy.none()));
    try (S3Client s3 = RoutedClients.s3(builder, conf)) {
      store.refuseNext(400, "ExpiredToken");
      s3.putObject(put -> put.bucket("b2").key("f"), RequestBody.fromString("x"));
    }
    assertThat(store.requests()).hasSize(2);
  }

  @Test
  void refusesABucketWithoutARoute() {
    try (S3Client s3 = client()) {
      assertRefused(
          () -> s3.headObject(head -> head.bucket("other").key("f")),
          "s3a://other: no route: Rolecall uses no identity that is not routed. Add a route for"
              + " s3a://other to fs.s3a.rolecall.routes or fs.s3a.rolecall.routes.file, or set"
              + " fs.s3a.bucket.other.assumed.role.arn");
    }
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void refusesAKeyWithoutARoute() {
    try (S3Client s3 = client()) {
      assertRefused(
          () -> s3.headObject(head -> head.bucket("b1").key("in2/f")),
          "no route for s3a://b1/in2/f: the bucket is routed by prefix alone (s3a://b1[in, out]); add"
              + " a route that covers it");
      assertRefused(
          () -> s3.deleteObjects(all -> all.bucket("b1").delete(delete("in/a", "other"))),
          "no route for s3a://b1/other: the bucket is routed by prefix alone (s3a://b1[in, out]); add"
              + " a route that covers it");
    }
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void refusesARouteThatIsClosedToTheUser() {
    try (S3Client s3 = client()) {
      assertThatThrownBy(() -> s3.headObject(head -> head.bucket("closed").key("f")))
          .isInstanceOfSatisfying(
              S3Exception.class,
              refusal ->
                  assertThat(refusal.awsErrorDetails().errorMessage())
                      .isEqualTo(
                          "s3a://closed is routed for users [nobody-here] alone, and user '"
                              + HadoopUser.current()
                              + "' is not among them. Add the user or a group to a route, or a route"
                              + " for everybody"));
    }
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void refusesACopyFromOneRouteIntoAnother() {
    try (S3Client s3 = client()) {
      assertRefused(
          () ->
              s3.copyObject(
                  copy ->
                      copy.sourceBucket("b1")
                          .sourceKey("in/f")
                          .destinationBucket("b1")
                          .destinationKey("out/f")),
          "a copy from one route into another: s3a://b1/in/f ("
              + READER
              + ") to s3a://b1/out/f ("
              + WRITER
              + "). No single role may do both; use distcp");
    }
  }

  @Test
  void refusesARequestAboutNoBucket() {
    try (S3Client s3 = client()) {
      assertRefused(
          s3::listBuckets,
          "a request to localhost/: no bucket can be told from it, so it has no route. Name a bucket,"
              + " not an access point's ARN; requests about no bucket (ListBuckets) have no route");
    }
  }

  @Test
  void refusesCredentialsOfOneRequest() {
    try (S3Client s3 = client()) {
      assertRefused(
          () ->
              s3.headObject(
                  head ->
                      head.bucket("b2")
                          .key("f")
                          .overrideConfiguration(
                              own ->
                                  own.credentialsProvider(
                                      StaticCredentialsProvider.create(
                                          AwsBasicCredentials.create("mine", "secret"))))),
          "a request or a plugin brings credentials of its own to a client that signs by routes."
              + " Leave them out, or use a client of the SDK without Rolecall");
    }
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void theBuildersOwnCredentialsSignNothing() {
    S3ClientBuilder builder =
        builder()
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("mine", "secret")));
    try (S3Client s3 = RoutedClients.s3(builder, conf)) {
      s3.headObject(head -> head.bucket("b2").key("f"));
    }
    assertThat(store.requests()).containsExactly("HEAD /b2/f by key-1");
  }

  @Test
  void refusesAnEndpointWhoseRequestsCannotBeToldApart() {
    assertThatThrownBy(
            () ->
                RoutedClients.s3(
                    builder().endpointOverride(URI.create("https://b1.s3.amazonaws.com")), conf))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "the client's endpoint 'https://b1.s3.amazonaws.com': names 'b1' before the host of S3,"
                + " which S3A does by itself. Remove it");
  }

  /** What an executor is told that has nobody to ask. */
  private static final String NO_CHANNEL =
      " and this executor has no channel to its driver: set"
          + " spark.plugins=io.rolecall.spark.RolecallPlugin, or submit the job with tokens of these"
          + " buckets (hadoop dtutil get s3://BUCKET FILE; then -tokenCacheFile FILE for MapReduce,"
          + " tez.credentials.path=FILE for Tez, else"
          + " HADOOP_TOKEN_FILE_LOCATION=FILE)";

  @ParameterizedTest
  @CsvSource({"b1/in, in", "b2, ''"})
  void anExecutorWithoutItsDriverFailsClosed(String bucketAndPrefix, String prefix) {
    conf.set("fs.s3a.rolecall.process", "executor");
    String bucket = bucketAndPrefix.replaceFirst("/.*", "");
    try (S3AsyncClient s3 = asyncClient()) {
      assertThatThrownBy(() -> s3.headObject(head -> head.bucket(bucket).key(prefix + "/f")).join())
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              S3Exception.class,
              refusal ->
                  assertThat(refusal.awsErrorDetails().errorMessage())
                      .isEqualTo(
                          "no route of s3a://"
                              + bucket
                              + ": user "
                              + HadoopUser.current()
                              + " has no Rolecall token for s3a://"
                              + bucket
                              + NO_CHANNEL));
    }
    assertThat(sts.calls()).isEmpty();
    assertThat(store.requests()).isEmpty();
  }

  /** What is set for all buckets says where a bucket is, too. */
  @Test
  void aStoreOfAllBucketsIsNotLookedForAtAmazons() {
    conf.set("fs.s3a.endpoint", "https://ceph.example.org");
    try (S3Client amazons = RoutedClients.s3(S3Client.builder().region(Region.EU_WEST_1), conf)) {
      assertThatThrownBy(() -> amazons.headObject(head -> head.bucket("b2").key("x")))
          .hasMessageStartingWith(
              "fs.s3a.endpoint = 'https://ceph.example.org', but this client sends its requests to"
                  + " Amazon's hosts, here to s3.eu-west-1.amazonaws.com: a client has one"
                  + " endpoint for all buckets");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "s3.cn-north-1.amazonaws.com.cn, eu-west-1",
    "s3.us-gov-west-1.amazonaws.com, us-east-1",
    "s3.eusc-de-east-1.amazonaws.eu, eu-west-1",
    "s3.eu-west-1.amazonaws.com, cn-north-1",
  })
  void aBucketOfAnotherPartitionIsNotLookedForHere(String endpoint, String region) {
    conf.set("fs.s3a.bucket.b2.endpoint", endpoint);
    try (S3Client amazons = RoutedClients.s3(S3Client.builder().region(Region.of(region)), conf)) {
      assertThatThrownBy(() -> amazons.headObject(head -> head.bucket("b2").key("x")))
          .hasMessageStartingWith(
              "fs.s3a.bucket.b2.endpoint = '" + endpoint + "', but this client sends its requests");
    }
  }

  /** Who may choose a catalog's region must not choose whose bucket of that name is meant. */
  @ParameterizedTest
  @CsvSource({
    "aws-cn, eu-west-1, s3.eu-west-1.amazonaws.com",
    "aws, cn-north-1, s3.cn-north-1.amazonaws.com.cn",
    "aws, us-gov-west-1, s3.us-gov-west-1.amazonaws.com",
    "aws-us-gov, us-east-1, s3.amazonaws.com",
  })
  void aRoleSignsNothingInAnotherPartition(String partition, String region, String host) {
    String role = "arn:" + partition + ":iam::444455556666:role/writer";
    route("{'location': 's3a://b2/in', 'role': '%s'}".formatted(role));
    try (S3Client amazons = RoutedClients.s3(S3Client.builder().region(Region.of(region)), conf)) {
      assertRefused(
          () -> amazons.headObject(head -> head.bucket("b2").key("in/x")),
          "s3a://b2/in is routed to "
              + role
              + ", but this client sends its requests to "
              + host
              + ", which is not in AWS's partition "
              + partition
              + ": a bucket of that name there is another one. Give the client (a catalog: its"
              + " client.region) a region of "
              + partition);
    }
    assertThat(sts.calls()).isEmpty();
  }

  /** Its keys are known before its host is: they are no word on where the bucket is. */
  @Test
  void aBulkDeleteDoesNotVouchForAnotherPartition() {
    conf.set("fs.s3a.bucket.b2.endpoint", "s3.us-gov-west-1.amazonaws.com");
    try (S3Client amazons = RoutedClients.s3(S3Client.builder().region(Region.US_EAST_1), conf)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(
                () ->
                    amazons.deleteObjects(
                        delete ->
                            delete.bucket("b2").delete(keys -> keys.objects(key -> key.key("x")))))
            .hasMessageStartingWith(
                "fs.s3a.bucket.b2.endpoint = 's3.us-gov-west-1.amazonaws.com', but this client sends"
                    + " its requests");
      }
    }
    assertThat(sts.calls()).isEmpty();
  }

  @Test
  void aBuilderMakesClientsThatHaveNothingToDoWithEachOther() {
    S3ClientBuilder builder = builder();
    RoutedClients.s3(builder, conf).close();
    assertThat(builder.overrideConfiguration().executionInterceptors()).isEmpty();
    try (S3Client second = RoutedClients.s3(builder, conf)) {
      store.refuseNext(400, "ExpiredToken");
      second.putObject(put -> put.bucket("b2").key("x"), RequestBody.fromString("x"));
    }
    assertThat(sts.calls()).hasSize(2);
  }

  @Test
  void saysThatARegionIsMissing() {
    System.clearProperty(SdkSystemSetting.AWS_REGION.property());
    System.setProperty(SdkSystemSetting.AWS_EC2_METADATA_DISABLED.property(), "true");
    try {
      assertThatThrownBy(() -> RoutedClients.s3(S3Client.builder(), conf))
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "the client has no region, and the SDK finds none in the process's environment,"
                  + " profile or instance. Call region(...) on its builder");
    } finally {
      System.clearProperty(SdkSystemSetting.AWS_EC2_METADATA_DISABLED.property());
    }
  }
}
