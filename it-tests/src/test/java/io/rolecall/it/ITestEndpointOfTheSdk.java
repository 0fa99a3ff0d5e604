package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.s3a.RolecallFileSystem;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.RoutesJson;
import io.rolecall.support.Started;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An endpoint that S3A knows nothing of, because the SDK takes it from its own settings: these
 * system properties, or {@code AWS_ENDPOINT_URL_S3} and {@code AWS_ENDPOINT_URL}.
 */
@Timeout(60)
class ITestEndpointOfTheSdk {

  private static final String ACCOUNT = "111111111111";

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          new LocalAwsBuilder()
              .account(
                  ACCOUNT,
                  account ->
                      account
                          .user("me")
                          .role(
                              "reader",
                              rights -> rights.trusts("arn:aws:iam::" + ACCOUNT + ":user/me"))
                          .role(
                              "owner",
                              rights -> rights.trusts("arn:aws:iam::" + ACCOUNT + ":user/me"))));

  @Started private static LocalAws aws;

  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final RolecallFileSystem fs = new RolecallFileSystem();
  private HttpServer store;

  @BeforeEach
  void startStore() throws IOException {
    store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    store.createContext(
        "/",
        exchange -> {
          paths.add(exchange.getRequestURI().getRawPath());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    store.start();
  }

  @AfterEach
  void close() throws IOException {
    System.clearProperty("aws.endpointUrlS3");
    System.clearProperty("aws.endpointUrl");
    fs.close();
    store.stop(0);
  }

  private S3Client client(String property, String endpoint) throws IOException {
    System.setProperty(
        property, endpoint.replace("HOST", "localhost:" + store.getAddress().getPort()));
    Configuration conf = S3Conf.rolecall(aws.endpoint(), "60s");
    S3Conf.baseIdentity(conf, aws.credentialsOf(ACCOUNT, "me"));
    conf.set("fs.s3a.endpoint", "");
    // A job of its own: others of this process may still hold sessions of these roles.
    conf.set("fs.s3a.rolecall.job.id", UUID.randomUUID().toString());
    conf.set(
        "fs.s3a.rolecall.routes",
        new RoutesJson()
            .role("s3a://bucket1", "arn:aws:iam::111111111111:role/owner")
            .role("s3a://bucket1/in", "arn:aws:iam::111111111111:role/reader")
            .toString());
    fs.initialize(URI.create("s3a://bucket1"), conf);
    return fs.getS3AInternals().getAmazonS3Client("test");
  }

  @ParameterizedTest
  @CsvSource({
    "aws.endpointUrlS3, http://HOST,       /bucket1/in/f",
    "aws.endpointUrlS3, http://HOST/gw/s3, /gw/s3/bucket1/in/f",
    "aws.endpointUrlS3, HTTP://HOST/gw/,   /gw/bucket1/in/f",
    "aws.endpointUrl,   http://HOST//,     /%2Fbucket1/in/f",
  })
  void thePrefixsRoleSigns(String property, String endpoint, String path) throws IOException {
    client(property, endpoint).headObject(head -> head.bucket("bucket1").key("in/f"));
    assertThat(paths).containsExactly(path);
    assertThat(aws.log().entries())
        .extracting(entry -> entry.operation() + " " + entry.roleRequest().roleArn())
        .containsExactly("AssumeRole arn:aws:iam::111111111111:role/reader");
  }

  @ParameterizedTest
  @CsvSource({
    "http://HOST?x=y, has a query",
    "http://bucket1.localhost:1, that cannot be determined",
  })
  void anEndpointThatHidesTheBucketIsRefused(String endpoint, String why) {
    assertThatThrownBy(
            () ->
                client("aws.endpointUrlS3", endpoint)
                    .headObject(head -> head.bucket("bucket1").key("in/f")))
        .hasMessageContaining(why);
    assertThat(paths).isEmpty();
    assertThat(aws.log().entries()).isEmpty();
  }
}
