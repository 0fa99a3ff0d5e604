package io.rolecall.signing;

import java.util.Optional;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignerProperty;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * A request for a signature, with the credentials of its route. A copy by the request's own builder
 * would be most of what Rolecall adds to a signature.
 *
 * @param original the request as the SDK made it
 * @param identity the credentials
 */
record RoutedRequest(
    SignRequest<? extends AwsCredentialsIdentity> original, AwsCredentialsIdentity identity)
    implements SignRequest<AwsCredentialsIdentity> {

  @Override
  public SdkHttpRequest request() {
    return original.request();
  }

  @Override
  public Optional<ContentStreamProvider> payload() {
    return original.payload();
  }

  @Override
  public <T> T property(SignerProperty<T> property) {
    return original.property(property);
  }

  @Override
  @SuppressWarnings("unchecked") // the builder writes the identity and never reads it
  public SignRequest.Builder<AwsCredentialsIdentity> toBuilder() {
    return ((SignRequest<AwsCredentialsIdentity>) original).toBuilder().identity(identity);
  }

  /** The request's address; none of the credentials. */
  @Override
  public String toString() {
    return original.request().method() + " " + original.request().encodedPath();
  }
}
