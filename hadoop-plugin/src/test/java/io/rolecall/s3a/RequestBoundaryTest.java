package io.rolecall.s3a;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.testing.FakeStore;
import io.rolecall.testing.FakeSts;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Whose session signs what the client of a file system sends, and what is not signed at all. */
@Timeout(60)
class RequestBoundaryTest {

  private static final String READER = "arn:aws:iam::111122223333:role/reader";
  private static final String OWNER = "arn:aws:iam::444455556666:role/owner";

  private static final String TWO_ROUTES =
      "{'location': 's3a://bucket1', 'role': '%s'}, {'location': 's3a://bucket1/in', 'role': '%s'}"
          .formatted(OWNER, READER);
  private static final String ONE_ROUTE =
      "{'location': 's3a://bucket1', 'role': '%s'}".formatted(OWNER);

  private final FakeSts sts = new FakeSts();
  private final FakeStore store = new FakeStore();
  private final Configuration conf = new Configuration();
  private final RolecallFileSystem fs = new RolecallFileSystem();

  RequestBoundaryTest() {
    conf.set("fs.s3a.endpoint.region", "eu-west-1");
    conf.set("fs.s3a.path.style.access", "true");
    conf.set("fs.s3a.change.detection.mode", "none");
    sts.reach(conf);
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
    store.close();
    sts.close();
  }

  private S3Client client(String routes, String endpoint) throws IOException {
    conf.set(
        "fs.s3a.rolecall.routes",
        ("{'version': 1, 'routes': [" + routes + "]}").replace('\'', '"'));
    conf.set("fs.s3a.endpoint", endpoint);
    fs.initialize(URI.create("s3a://bucket1"), conf);
    return fs.getS3AInternals().getAmazonS3Client("test");
  }

  private S3Client client(String routes) throws IOException {
    return client(routes, "http://" + store.authority());
  }

  /** Each request that was sent, with the role that signed it. */
  private List<String> sent() {
    return store.requests().stream()
        .map(
            request -> {
              int number = Integer.parseInt(request.replaceAll(".* by key-", ""));
              String role = sts.calls().get(number - 1).parameter("RoleArn");
              return request.replaceAll(" by .*", " by ") + role.replaceAll(".*/", "");
            })
        .toList();
  }

  private static void send(S3Client s3, Consumer<S3Client> operation) {
    try {
      operation.accept(s3);
    } catch (S3Exception e) {
      throw e;
    } catch (SdkException e) {
      // Some operations miss something in the empty answer; the request was sent before.
    }
  }

  private void assertRefused(S3Client s3, Consumer<S3Client> operation, String message) {
    assertThatThrownBy(() -> send(s3, operation))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message));
    assertThat(store.requests()).isEmpty();
    assertThat(sts.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // endpoint, what is sent
    "http://HOST,         /bucket1/in/f",
    "HTTP://HOST,         /bucket1/in/f",
    "HOST,                /bucket1/in/f",
    "http://u:p@HOST,     /bucket1/in/f",
    "http://HOST/,        /bucket1/in/f",
    "http://HOST//,       /%2Fbucket1/in/f",
    "http://HOST/gw/s3,   /gw/s3/bucket1/in/f",
    "http://HOST/gw/s3/,  /gw/s3/bucket1/in/f",
    "http://HOST//gw,     /%2Fgw/bucket1/in/f",
    "http://HOST/a%20b,   /a%20b/bucket1/in/f",
    "http://HOST/bucket1, /bucket1/bucket1/in/f",
  })
  void thePrefixsRoleSignsWhateverTheEndpointLooksLike(String endpoint, String path)
      throws IOException {
    conf.setBoolean("fs.s3a.connection.ssl.enabled", false);
    S3Client s3 = client(TWO_ROUTES, endpoint.replace("HOST", store.authority()));
    send(s3, to -> to.headObject(head -> head.bucket("bucket1").key("in/f")));
    assertThat(sent()).containsExactly("HEAD " + path + " by reader");
  }

  @ParameterizedTest
  @CsvSource({"one", "two"})
  void noRoleSignsForAnotherBucket(String routes) throws IOException {
    assertRefused(
        client(routes.equals("one") ? ONE_ROUTE : TWO_ROUTES),
        s3 -> s3.headObject(head -> head.bucket("bucket2").key("bucket1/in/f")),
        "a request to localhost/bucket2/bucket1/in/f by the file system of s3a://bucket1: it is"
            + " not of this bucket, or that cannot be determined. Access another bucket through its own"
            + " file system");
  }

  @ParameterizedTest
  @CsvSource({"one", "two"})
  void noRoleSignsForNoBucket(String routes) throws IOException {
    assertRefused(
        client(routes.equals("one") ? ONE_ROUTE : TWO_ROUTES),
        S3Client::listBuckets,
        "a request to localhost/ by the file system of s3a://bucket1: it is not of this bucket, or"
            + " that cannot be determined. Access another bucket through its own file system");
  }

  @Test
  void noRoleCopiesFromAnotherBucketWhereThereIsOneRoute() throws IOException {
    assertRefused(
        client(ONE_ROUTE),
        s3 ->
            s3.copyObject(
                copy ->
                    copy.sourceBucket("bucket2")
                        .sourceKey("x y")
                        .destinationBucket("bucket1")
                        .destinationKey("f")),
        "a copy from 'bucket2/x y' into s3a://bucket1: copies stay within a bucket");
  }

  @ParameterizedTest
  @CsvSource({"/bucket1/f", "f", "/f", "bucket1/f"})
  void noRoleRenamesWhatIsAnothersByS3(String source) throws IOException {
    assertThatThrownBy(() -> send(client(TWO_ROUTES), rename(source, "in/f")))
        .isInstanceOf(S3Exception.class)
        .hasMessageStartingWith("a rename from one route into another: s3a://bucket1/")
        .hasMessageContaining(
            "f ("
                + OWNER
                + ") to s3a://bucket1/in/f ("
                + READER
                + "). No single role may do both; copy with distcp, then delete");
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void theRoleOfBothRenamesByS3() throws IOException {
    send(client(TWO_ROUTES), rename("/bucket1/in/e", "in/f"));
    assertThat(sent()).containsExactly("PUT /bucket1/in/f by reader");
  }

  @Test
  void noRoleRenamesFromAnotherBucket() throws IOException {
    assertRefused(
        client(ONE_ROUTE),
        rename("arn:aws:s3:eu-west-1:111122223333:accesspoint/other/object/f", "in/f"),
        "a rename from 'arn:aws:s3:eu-west-1:111122223333:accesspoint/other/object/f' into"
            + " s3a://bucket1: renames stay within a bucket");
  }

  /** The API's versions that know this operation send a PUT with this header. */
  private static Consumer<S3Client> rename(String source, String key) {
    return s3 ->
        s3.putObject(
            put ->
                put.bucket("bucket1")
                    .key(key)
                    .overrideConfiguration(
                        with ->
                            with.putRawQueryParameter("renameObject", "")
                                .putHeader("x-amz-rename-source", source)),
            RequestBody.empty());
  }
}
