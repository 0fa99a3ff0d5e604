package io.rolecall.s3a;

import io.rolecall.credentials.AccessDenied;
import io.rolecall.credentials.RoutingIdentity;
import io.rolecall.signing.RequestRouter;
import io.rolecall.signing.RequestRoutes;
import io.rolecall.signing.RouteSigner;
import java.util.concurrent.CompletableFuture;
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

  private final RouteSigner signer = new RouteSigner();

  /** For S3A. */
  public RoutingSigner() {}

  @Override
  public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
    return signer.sign(request, router(request.identity()));
  }

  @Override
  public CompletableFuture<AsyncSignedRequest> signAsync(
      AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
    return signer.signAsync(request, router(request.identity()));
  }

  private static RequestRouter router(AwsCredentialsIdentity identity) {
    if (!(identity instanceof RoutingIdentity routing)) {
      throw AccessDenied.because(
          "Rolecall's signer got the credentials of another provider. Use it only through"
              + " fs.s3a.impl=io.rolecall.s3a.RolecallFileSystem");
    }
    return RequestRoutes.of(routing.routes(), routing.address());
  }
}
