package io.rolecall.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a client by routes has in the place of credentials. */
class RoutedSchemeTest {

  private static final SdkHttpRequest REQUEST =
      SdkHttpRequest.builder()
          .method(SdkHttpMethod.GET)
          .uri(URI.create("https://b1.s3.eu-west-1.amazonaws.com/f"))
          .build();

  private static SignedRequest sign(AwsCredentials credentials) {
    return AwsV4HttpSigner.create()
        .sign(
            request ->
                request
                    .request(REQUEST)
                    .identity(credentials)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1"));
  }

  /** Another signer than Rolecall's stands for that of Signature Version 4a, which is the CRT's. */
  @Test
  void anotherSignerGetsNoKeys() {
    assertThatThrownBy(() -> sign(RoutedScheme.CREDENTIALS.resolveCredentials()))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e ->
                assertThat(e.awsErrorDetails().errorMessage())
                    .isEqualTo(
                        "something in this client signs by itself (Signature Version 4a of a"
                            + " multi-region access point?), which picks no route."
                            + " io.rolecall.client.BucketCredentialsProvider serves what signs by"
                            + " itself by the route of its bucket"));
    assertThatThrownBy(() -> RoutedScheme.CREDENTIALS.resolveCredentials().secretAccessKey())
        .isInstanceOf(S3Exception.class);
    assertThat(RoutedScheme.CREDENTIALS.resolveCredentials())
        .hasToString("the sessions of the routes");
  }
}
