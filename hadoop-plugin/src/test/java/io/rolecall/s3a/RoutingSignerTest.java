package io.rolecall.s3a;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.credentials.RoutingIdentities;
import io.rolecall.credentials.UnsignedRequests;
import io.rolecall.route.RouteTable;
import io.rolecall.session.Rejection;
import io.rolecall.session.SessionInterruptedException;
import io.rolecall.signing.SentRequests;
import io.rolecall.signing.SentRequests.Sent;
import io.rolecall.signing.SentRequests.Style;
import io.rolecall.signing.TestRoutes;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.hadoop.fs.s3a.S3AUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.scheme.AuthScheme;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

class RoutingSignerTest {

  private final RoutingSigner signer = new RoutingSigner();

  private SdkHttpRequest sign(AwsCredentialsIdentity identity, Consumer<S3Client> operation) {
    Sent sent = SentRequests.by(Style.PATH, operation);
    return signer
        .sign(
            SignRequest.builder(identity)
                .request(unsigned(sent))
                .payload(sent.body())
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                .build())
        .request();
  }

  private static SdkHttpRequest unsigned(Sent sent) {
    return sent.request().toBuilder().removeHeader("Authorization").build();
  }

  private String signedBy(RouteTable<RouteCredentials> routes, Consumer<S3Client> operation) {
    return signature(sign(RoutingIdentities.of(routes), operation));
  }

  private static String signature(SdkHttpRequest signed) {
    return signed
            .firstMatchingHeader("Authorization")
            .orElse("")
            .replaceAll(".*Credential=([^/]*)/.*", "$1")
        + " "
        + signed.firstMatchingHeader("X-Amz-Security-Token").orElse("without a token");
  }

  private void assertRefused(
      RouteTable<RouteCredentials> routes, Consumer<S3Client> operation, String message) {
    assertThatThrownBy(() -> signedBy(routes, operation))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(403);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("RefusedByRolecall");
              assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
              assertThat(e.awsErrorDetails().sdkHttpResponse().statusCode())
                  .describedAs("S3A fails over its absence")
                  .isEqualTo(403);
            });
  }

  private static Consumer<S3Client> get(String key) {
    return s3 -> s3.headObject(head -> head.bucket("bucket1").key(key));
  }

  private static Consumer<S3Client> copy(String from, String to) {
    return s3 ->
        s3.copyObject(
            copy ->
                copy.sourceBucket("bucket1")
                    .sourceKey(from)
                    .destinationBucket("bucket1")
                    .destinationKey(to));
  }

  private static Consumer<S3Client> delete(String... keys) {
    List<ObjectIdentifier> objects =
        List.of(keys).stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    return s3 ->
        s3.deleteObjects(request -> request.bucket("bucket1").delete(all -> all.objects(objects)));
  }

  private static Consumer<S3Client> list(String prefix) {
    return s3 -> s3.listObjectsV2(list -> list.bucket("bucket1").prefix(prefix));
  }

  @ParameterizedTest
  @CsvSource({
    "in/f,     reader",
    "in/,      reader",
    "in/out/f, reader",
    "out/f,    writer",
    "out2/f,   owner",
    "f,        owner",
  })
  void signsEachKeyWithItsRoute(String key, String name) {
    RouteTable<RouteCredentials> routes =
        TestRoutes.of("in", "reader", "out", "writer", "", "owner");
    String signature = "key-of-" + name + " token-of-" + name;
    assertThat(signedBy(routes, get(key))).isEqualTo(signature);
    assertThat(signedBy(routes, list(key))).isEqualTo(signature);
    assertThat(signedBy(routes, delete(key))).isEqualTo(signature);
  }

  /** A killed task: its thread was interrupted while it waited for a session. */
  private record Killed() implements RouteCredentials {

    @Override
    public AwsCredentialsIdentity current() {
      Thread.currentThread().interrupt();
      throw new SessionInterruptedException(
          "reader: interrupted while waiting for a session", new InterruptedException());
    }

    @Override
    public boolean isReady() {
      return false;
    }

    @Override
    public boolean onRejected(String accessKeyId, Rejection rejection) {
      return false;
    }
  }

  /** By the cause S3A sees that the task was killed, and neither tries again nor says "denied". */
  @Test
  void anInterruptEndsTheRequestAsS3aExpectsOfAKilledTask() {
    RouteTable<RouteCredentials> routes =
        RouteTable.ofPrefixes("bucket1", Map.of("", new Killed()));
    try {
      assertThatThrownBy(() -> signedBy(routes, get("f")))
          .isInstanceOfSatisfying(
              AbortedException.class,
              e -> {
                assertThat(e.retryable()).isFalse();
                assertThat(S3AUtils.translateException("open", "s3a://bucket1/f", e))
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessageContaining("reader: interrupted while waiting for a session");
              })
          .hasMessage("reader: interrupted while waiting for a session")
          .hasRootCauseInstanceOf(InterruptedException.class);
    } finally {
      assertThat(Thread.interrupted()).describedAs("the flag is kept").isTrue();
    }
  }

  /** The same through the SDK's own client, with its retries. */
  @Test
  void anInterruptedRequestIsNotRepeatedByTheSdk() {
    AtomicInteger asked = new AtomicInteger();
    Killed killed = new Killed();
    RouteCredentials counted =
        new RouteCredentials() {
          @Override
          public AwsCredentialsIdentity current() {
            asked.incrementAndGet();
            return killed.current();
          }

          @Override
          public boolean isReady() {
            return false;
          }

          @Override
          public boolean onRejected(String accessKeyId, Rejection rejection) {
            return false;
          }
        };
    RouteTable<RouteCredentials> routes = RouteTable.ofPrefixes("bucket1", Map.of("", counted));
    AuthScheme<AwsCredentialsIdentity> scheme =
        new AuthScheme<>() {
          @Override
          public String schemeId() {
            return AwsV4AuthScheme.SCHEME_ID;
          }

          @Override
          public IdentityProvider<AwsCredentialsIdentity> identityProvider(
              IdentityProviders providers) {
            return requireNonNull(providers.identityProvider(AwsCredentialsIdentity.class));
          }

          @Override
          public HttpSigner<AwsCredentialsIdentity> signer() {
            return signer;
          }
        };
    try (S3Client s3 =
        S3Client.builder()
            .httpClient(new SentRequests())
            .endpointOverride(URI.create("http://localhost:9000"))
            .forcePathStyle(true)
            .region(Region.EU_WEST_1)
            .credentialsProvider(() -> RoutingIdentities.of(routes))
            .putAuthScheme(scheme)
            .build()) {
      assertThatThrownBy(() -> get("f").accept(s3)).isInstanceOf(AbortedException.class);
      assertThat(asked).hasValue(1);
    } finally {
      assertThat(Thread.interrupted()).describedAs("the flag is kept").isTrue();
    }
  }

  @Test
  void signsRequestsOfTheBucketWithItsOwnRoute() {
    assertThat(
            signedBy(
                TestRoutes.of("in", "reader", "", "owner"),
                s3 -> s3.headBucket(head -> head.bucket("bucket1"))))
        .isEqualTo("key-of-owner token-of-owner");
  }

  @Test
  void signsAsynchronousRequestsAlike() {
    Sent sent = SentRequests.by(Style.VIRTUAL_HOST, get("in/f"));
    AwsCredentialsIdentity identity =
        RoutingIdentities.of(TestRoutes.of("in", "reader", "", "owner"));
    SdkHttpRequest signed =
        signer
            .signAsync(
                AsyncSignRequest.builder(identity)
                    .request(unsigned(sent))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                    .build())
            .join()
            .request();
    assertThat(signature(signed)).isEqualTo("key-of-reader token-of-reader");
  }

  @Test
  void refusesWhatNoRouteCovers() {
    assertRefused(
        TestRoutes.of("in", "reader"),
        get("in2/f"),
        "no route for s3a://bucket1/in2/f: the bucket is routed by prefix alone"
            + " (s3a://bucket1[in]); add a route that covers it");
    assertRefused(
        TestRoutes.of("in", "reader"),
        list(""),
        "no route for s3a://bucket1/: the bucket is routed by prefix alone (s3a://bucket1[in]); add"
            + " a route that covers it");
  }

  @Test
  void refusesTheCredentialsOfAnotherProvider() {
    assertThatThrownBy(() -> sign(AwsBasicCredentials.create("node-key", "secret"), get("in/f")))
        .isInstanceOf(S3Exception.class)
        .hasMessageStartingWith(
            "Rolecall's signer got the credentials of another provider. Use it only through"
                + " fs.s3a.impl=io.rolecall.s3a.RolecallFileSystem");
  }

  @Test
  void copiesWithinARoleAndRefusesOtherCopies() {
    RouteTable<RouteCredentials> routes =
        TestRoutes.of("in", "reader", "out", "writer", "tmp", "writer");
    assertThat(signedBy(routes, copy("tmp/f", "out/f"))).startsWith("key-of-writer ");
    assertRefused(
        routes,
        copy("in/f", "out/f"),
        "a copy from one route into another: s3a://bucket1/in/f (role reader) to"
            + " s3a://bucket1/out/f (role writer). No single role may do both; use distcp");
  }

  @Test
  void deletesWithinARoleAndRefusesOtherBulkDeletes() {
    RouteTable<RouteCredentials> routes =
        TestRoutes.of("in", "reader", "out", "writer", "tmp", "writer");
    assertThat(signedBy(routes, delete("tmp/f", "out/f"))).startsWith("key-of-writer ");
    assertRefused(
        routes,
        delete("tmp/f", "out/f", "in/f"),
        "a bulk delete of keys of two routes: s3a://bucket1/tmp/f (role writer) and s3a://bucket1/in/f (role reader)");
    assertRefused(
        routes,
        delete("tmp/f", "elsewhere"),
        "no route for s3a://bucket1/elsewhere: the bucket is routed by prefix alone"
            + " (s3a://bucket1[in, out, tmp]); add a route that covers it");
  }

  @Test
  void refusesABulkDeleteWhoseKeysItCannotSee() {
    Sent sent = SentRequests.by(Style.PATH, delete("in/f"));
    assertThatThrownBy(
            () ->
                TestRoutes.ofRequests(TestRoutes.of("in", "a", "", "b")).find(sent.request(), null))
        .hasMessageStartingWith("a bulk delete in s3a://bucket1 whose keys cannot be seen");
  }

  @Test
  void doesNotLookAtKeysWhereThereIsOneRoute() {
    RouteTable<RouteCredentials> single = TestRoutes.of("", "owner");
    Sent delete = SentRequests.by(Style.PATH, delete("in/f"));
    assertThat(TestRoutes.ofRequests(single).find(delete.request(), null))
        .hasToString("s3a://bucket1 -> role owner");
  }

  @Test
  void aSessionThatCannotBeHadIsAnAccessDenied() {
    RouteCredentials none =
        new RouteCredentials() {
          @Override
          public AwsCredentialsIdentity current() {
            throw new ConfigException("s3a://bucket1 is routed to the base identity", null);
          }

          @Override
          public boolean isReady() {
            return false;
          }

          @Override
          public boolean onRejected(String accessKeyId, Rejection rejection) {
            return false;
          }
        };
    assertRefused(
        RouteTable.ofPrefixes("bucket1", Map.of("", none)),
        get("f"),
        "s3a://bucket1 is routed to the base identity");
  }

  @Test
  void leavesRequestsOfAnAnonymousRouteUnsigned() {
    RouteTable<RouteCredentials> routes =
        RouteTable.ofPrefixes("bucket1", Map.of("", new UnsignedRequests()));
    SdkHttpRequest sent = sign(RoutingIdentities.of(routes), get("public/f"));
    assertThat(sent.firstMatchingHeader("Authorization")).isEmpty();
    assertThat(sent.firstMatchingHeader("X-Amz-Security-Token")).isEmpty();
  }
}
