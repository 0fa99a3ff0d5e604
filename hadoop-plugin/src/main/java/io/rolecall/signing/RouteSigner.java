package io.rolecall.signing;

import io.rolecall.config.ConfigException;
import io.rolecall.credentials.AccessDenied;
import io.rolecall.credentials.RoutedLocation;
import io.rolecall.session.SessionInterruptedException;
import io.rolecall.session.SessionUnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
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
  private final SharedWaits waits = new SharedWaits();

  /** A signer. */
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
    RoutedLocation found = router.find(request.request(), deleted);
    AwsCredentialsIdentity credentials;
    try {
      credentials = found.credentials().current();
    } catch (RuntimeException e) {
      throw refusal(found, e);
    }
    return delegate.sign(new RoutedRequest(request, credentials));
  }

  private static @Nullable Supplier<List<String>> deletedKeys(SignRequest<?> request) {
    return request
        .payload()
        .<Supplier<List<String>>>map(body -> () -> DeletedKeys.in(body))
        .orElse(null);
  }

  /**
   * Signs a request of an async client. Where there is no session yet, the caller does not wait: it
   * may be a thread that all requests of its client need.
   *
   * @param request the request, whose identity is not used
   * @param router finds what signs
   * @return the signed request, later; or a refusal, an {@code S3Exception}
   * @throws software.amazon.awssdk.services.s3.model.S3Exception a refusal
   */
  public CompletableFuture<AsyncSignedRequest> signAsync(
      AsyncSignRequest<? extends AwsCredentialsIdentity> request, RequestRouter router) {
    if (RequestReader.isBulkDelete(request.request()) && request.payload().isPresent()) {
      return DeletedKeys.in(request.payload().get())
          .thenCompose(keys -> signAsync(request, router.find(request.request(), () -> keys)));
    }
    return signAsync(request, router.find(request.request(), null));
  }

  private CompletableFuture<AsyncSignedRequest> signAsync(
      AsyncSignRequest<? extends AwsCredentialsIdentity> request, RoutedLocation found) {
    return waits
        .current(found.credentials())
        .handle(
            (credentials, failure) -> {
              if (failure != null) {
                throw refusal(found, cause(failure));
              }
              return credentials;
            })
        .thenCompose(credentials -> signAsync(request, credentials));
  }

  @SuppressWarnings("unchecked") // the builder writes the identity and never reads it
  private CompletableFuture<AsyncSignedRequest> signAsync(
      AsyncSignRequest<? extends AwsCredentialsIdentity> request,
      AwsCredentialsIdentity credentials) {
    return delegate.signAsync(
        ((AsyncSignRequest<AwsCredentialsIdentity>) request)
            .toBuilder().identity(credentials).build());
  }

  private static RuntimeException cause(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException e ? e : new CompletionException(cause);
  }

  /** What the SDK and S3A take for a refusal, or for the interrupt of a task. */
  private static RuntimeException refusal(RoutedLocation found, RuntimeException failure) {
    try {
      throw failure;
    } catch (SessionInterruptedException e) {
      return AbortedException.create(String.valueOf(e.getMessage()), e);
    } catch (SessionUnavailableException | ConfigException e) {
      return AccessDenied.because(found.explain(e));
    } catch (RuntimeException e) {
      return e;
    }
  }
}
