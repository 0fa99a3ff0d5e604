package io.rolecall.client;

import io.rolecall.credentials.AccessDenied;
import io.rolecall.signing.RequestRouter;
import io.rolecall.signing.RouteSigner;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.spi.scheme.AuthScheme;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/** Signature Version 4 by routes, in the place of the SDK's own scheme. Thread-safe. */
final class RoutedScheme implements AuthScheme<AwsCredentialsIdentity> {

  /** Stands for the routes; what asks it for keys signs by itself. */
  private static final class NoKeys implements AwsCredentials {

    @Override
    public String accessKeyId() {
      throw refusal();
    }

    @Override
    public String secretAccessKey() {
      throw refusal();
    }

    private static RuntimeException refusal() {
      return AccessDenied.because(
          "something in this client signs by itself (Signature Version 4a of a multi-region access"
              + " point?), which picks no route. io.rolecall.client.BucketCredentialsProvider serves"
              + " what signs by itself by the route of its bucket");
    }

    @Override
    public String toString() {
      return "the sessions of the routes";
    }
  }

  private static final AwsCredentials NO_KEYS = new NoKeys();

  static final AwsCredentialsProvider CREDENTIALS = () -> NO_KEYS;

  private final HttpSigner<AwsCredentialsIdentity> signer;

  /** Signs with what a router finds. */
  RoutedScheme(RequestRouter router) {
    this.signer = signer(new RouteSigner(), router);
  }

  @Override
  public String schemeId() {
    return AwsV4AuthScheme.SCHEME_ID;
  }

  /** The client's own, or those that one request brings: the signer refuses them. */
  @Override
  public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
    return providers.identityProvider(AwsCredentialsIdentity.class);
  }

  @Override
  public HttpSigner<AwsCredentialsIdentity> signer() {
    return signer;
  }

  private static HttpSigner<AwsCredentialsIdentity> signer(
      RouteSigner signer, RequestRouter router) {
    return new HttpSigner<>() {
      @Override
      public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
        check(request.identity());
        return signer.sign(request, router);
      }

      @Override
      public CompletableFuture<AsyncSignedRequest> signAsync(
          AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
        check(request.identity());
        return signer.signAsync(request, router);
      }
    };
  }

  private static void check(AwsCredentialsIdentity identity) {
    if (identity != NO_KEYS) {
      throw AccessDenied.because(
          "a request or a plugin brings credentials of its own to a client that signs by routes."
              + " Leave them out, or use a client of the SDK without Rolecall");
    }
  }

  /** The scheme; none of the routes. */
  @Override
  public String toString() {
    return "Signature Version 4 by routes";
  }
}
