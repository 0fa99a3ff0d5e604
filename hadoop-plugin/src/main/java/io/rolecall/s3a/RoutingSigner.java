package io.rolecall.s3a;

import io.rolecall.config.ConfigException;
import io.rolecall.credentials.AccessDenied;
import io.rolecall.credentials.RoutedLocation;
import io.rolecall.credentials.RoutingIdentity;
import io.rolecall.session.SessionInterruptedException;
import io.rolecall.session.SessionUnavailableException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Signs each attempt of each request with the session of the route that covers its key.
 *
 * <p>This is where the role is chosen: S3A's clients, their retries, and the requests that the SDK
 * makes by itself all pass here. The signature itself is the SDK's. Made by S3A, by reflection.
 * Thread-safe.
 */
public final class RoutingSigner implements HttpSigner<AwsCredentialsIdentity> {

  private final AwsV4HttpSigner delegate = AwsV4HttpSigner.create();

  /** For S3A. */
  public RoutingSigner() {}

  @Override
  public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
    AwsCredentialsIdentity credentials =
        credentials(request.identity(), request.request(), request.payload().orElse(null));
    return delegate.sign(new RoutedRequest(request, credentials));
  }

  @Override
  @SuppressWarnings("unchecked") // the builder writes the identity and never reads it
  public CompletableFuture<AsyncSignedRequest> signAsync(
      AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
    AwsCredentialsIdentity credentials = credentials(request.identity(), request.request(), null);
    return delegate.signAsync(
        ((AsyncSignRequest<AwsCredentialsIdentity>) request)
            .toBuilder().identity(credentials).build());
  }

  private static AwsCredentialsIdentity credentials(
      AwsCredentialsIdentity identity,
      SdkHttpRequest request,
      @Nullable ContentStreamProvider body) {
    if (!(identity instanceof RoutingIdentity routing)) {
      throw AccessDenied.because(
          "Rolecall's signer got the credentials of another provider. Use it only through"
              + " fs.s3a.impl=io.rolecall.s3a.RolecallFileSystem");
    }
    RoutedLocation found =
        RequestRoutes.of(routing.routes(), routing.address()).find(request, body);
    try {
      return found.credentials().current();
    } catch (SessionInterruptedException e) {
      throw AbortedException.create(String.valueOf(e.getMessage()), e);
    } catch (SessionUnavailableException | ConfigException e) {
      throw AccessDenied.because(found.explain(e));
    }
  }
}
