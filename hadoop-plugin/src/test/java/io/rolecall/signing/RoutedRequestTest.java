package io.rolecall.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

class RoutedRequestTest {

  private final SdkHttpRequest request =
      SdkHttpRequest.builder()
          .method(SdkHttpMethod.PUT)
          .protocol("https")
          .host("s3.amazonaws.com")
          .encodedPath("/bucket1/a")
          .build();
  private final ContentStreamProvider body = InputStream::nullInputStream;
  private final AwsCredentialsIdentity routed =
      AwsSessionCredentials.create("key-1", "secret-1", "token-1");
  private final RoutedRequest subject =
      new RoutedRequest(
          SignRequest.builder((AwsCredentialsIdentity) AwsBasicCredentials.create("other", "other"))
              .request(request)
              .payload(body)
              .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
              .build(),
          routed);

  @Test
  void isTheOriginalWithOtherCredentials() {
    assertIsRouted(subject);
  }

  @Test
  void itsCopiesKeepTheCredentials() {
    assertIsRouted(subject.toBuilder().build());
  }

  private void assertIsRouted(SignRequest<AwsCredentialsIdentity> actual) {
    assertThat(actual.identity()).isSameAs(routed);
    assertThat(actual.request()).isEqualTo(request);
    assertThat(actual.payload()).containsSame(body);
    assertThat(actual.property(AwsV4HttpSigner.REGION_NAME)).isEqualTo("eu-west-1");
    assertThat(actual.hasProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME)).isFalse();
  }

  @Test
  void isShownWithoutItsSecrets() {
    assertThat(subject).hasToString("PUT /bucket1/a");
  }
}
