package io.rolecall.s3a;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.credentials.BucketRoutes;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.credentials.RoutingIdentities;
import io.rolecall.route.RouteTable;
import io.rolecall.signing.TestRoutes.Named;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.auth.SignerFactory;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Buckets of S3 Express, whose sessions the SDK makes and signs with by itself. */
class ExpressSessionsTest {

  private static final String BUCKET = "bucket1--use1-az4--x-s3";

  /** Answers CreateSession, and everything else with 200. */
  private static final class FakeExpress implements SdkHttpClient {

    private final List<SdkHttpRequest> requests = new ArrayList<>();

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      SdkHttpRequest sent = request.httpRequest();
      requests.add(sent);
      byte[] body = isCreateSession(sent) ? session() : new byte[0];
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          return HttpExecuteResponse.builder()
              .response(SdkHttpResponse.builder().statusCode(200).build())
              .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
              .build();
        }

        @Override
        public void abort() {}
      };
    }

    static boolean isCreateSession(SdkHttpRequest request) {
      return request.rawQueryParameters().containsKey("session");
    }

    private static byte[] session() {
      String end = Instant.now().plusSeconds(300).truncatedTo(ChronoUnit.SECONDS).toString();
      return ("<CreateSessionResult><Credentials><SessionToken>express-token</SessionToken>"
              + "<SecretAccessKey>s</SecretAccessKey><AccessKeyId>express-key</AccessKeyId>"
              + "<Expiration>"
              + end
              + "</Expiration></Credentials></CreateSessionResult>")
          .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {}
  }

  private final FakeExpress http = new FakeExpress();

  private S3Client client(RouteTable<RouteCredentials> routes) throws IOException {
    BucketRoutes bucket = new BucketRoutes(routes);
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.http.signer.class", RoutingSigner.class.getName());
    return S3Client.builder()
        .httpClient(http)
        .region(Region.US_EAST_1)
        // As S3A does: a new identity at each request, and the signer as the scheme's own.
        .credentialsProvider(() -> RoutingIdentities.of(bucket))
        .putAuthScheme(
            SignerFactory.createHttpSigner(conf, "aws.auth#sigv4", "fs.s3a.http.signer.class"))
        .build();
  }

  private static String signer(SdkHttpRequest request) {
    return request
        .firstMatchingHeader("Authorization")
        .orElse("")
        .replaceAll(".*Credential=([^/]*)/.*", "$1");
  }

  @Test
  void aSessionOfTheWholeBucketIsMadeByItsRoleAndKept() throws IOException {
    try (S3Client s3 =
        client(RouteTable.ofPrefixes(BUCKET, Map.of("", new Named("owner", new ArrayList<>()))))) {
      s3.headObject(head -> head.bucket(BUCKET).key("one"));
      s3.headObject(head -> head.bucket(BUCKET).key("two"));
    }
    assertThat(http.requests)
        .extracting(ExpressSessionsTest::signer)
        .containsExactly("key-of-owner", "express-key", "express-key");
    assertThat(http.requests).first().matches(FakeExpress::isCreateSession);
  }
}
