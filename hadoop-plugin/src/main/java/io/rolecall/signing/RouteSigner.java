package io.rolecall.signing;

import io.rolecall.config.ConfigException;
import io.rolecall.credentials.AccessDenied;
import io.rolecall.credentials.RoutedLocation;
import io.rolecall.session.SessionInterruptedException;
import io.rolecall.session.SessionUnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Signs one attempt of a request with the session of its route. The signature itself is the SDK's.
 * Thread-safe.
 */
public final class RouteSigner {

  private final AwsV4HttpSigner delegate = AwsV4HttpSigner.create();

  /** A signer; it keeps no state. */
  public RouteSigner() {}

  /**
   * Signs a request.
   *
   * @param request the request, whose identity is not used
   * @param router finds what signs
   * @return the signed request
   * @throws software.amazon.awssdk.services.s3.model.S3Exception a refusal
   */
  public SignedRequest sign(
      SignRequest<? extends AwsCredentialsIdentity> request, RequestRouter router) {
    // Nothing is made for it by other requests, which are most.
    Supplier<List<String>> deleted =
        RequestReader.isBulkDelete(request.request()) ? deletedKeys(request) : null;
    return delegate.sign(
        new RoutedRequest(request, credentials(request.request(), deleted, router)));
  }

  private static @Nullable Supplier<List<String>> deletedKeys(SignRequest<?> request) {
    return request
        .payload()
        .<Supplier<List<String>>>map(body -> () -> DeletedKeys.in(body))
        .orElse(null);
  }

  /**
   * Signs a request of an async client.
   *
   * @param request the request, whose identity is not used
   * @param router finds what signs
   * @return the signed request, later
   * @throws software.amazon.awssdk.services.s3.model.S3Exception a refusal
   */
  public CompletableFuture<AsyncSignedRequest> signAsync(
      AsyncSignRequest<? extends AwsCredentialsIdentity> request, RequestRouter router) {
    if (RequestReader.isBulkDelete(request.request()) && request.payload().isPresent()) {
      return DeletedKeys.in(request.payload().get())
          .thenCompose(
              keys -> signAsync(request, credentials(request.request(), () -> keys, router)));
    }
    return signAsync(request, credentials(request.request(), null, router));
  }

  @SuppressWarnings("unchecked") // the builder writes the identity and never reads it
  private CompletableFuture<AsyncSignedRequest> signAsync(
      AsyncSignRequest<? extends AwsCredentialsIdentity> request,
      AwsCredentialsIdentity credentials) {
    return delegate.signAsync(
        ((AsyncSignRequest<AwsCredentialsIdentity>) request)
            .toBuilder().identity(credentials).build());
  }

  private static AwsCredentialsIdentity credentials(
      SdkHttpRequest request, @Nullable Supplier<List<String>> deletedKeys, RequestRouter router) {
    RoutedLocation found = router.find(request, deletedKeys);
    try {
      return found.credentials().current();
    } catch (SessionInterruptedException e) {
      throw AbortedException.create(String.valueOf(e.getMessage()), e);
    } catch (SessionUnavailableException | ConfigException e) {
      throw AccessDenied.because(found.explain(e));
    }
  }
}
