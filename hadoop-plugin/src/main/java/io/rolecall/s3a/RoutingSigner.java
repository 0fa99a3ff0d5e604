package io.rolecall.s3a;

import io.rolecall.config.ConfigException;
import io.rolecall.delegation.Refused;
import io.rolecall.delegation.RouteCredentials;
import io.rolecall.delegation.RoutingIdentity;
import io.rolecall.route.RouteTable;
import io.rolecall.session.SessionInterruptedException;
import io.rolecall.session.SessionUnavailableException;
import java.util.List;
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
      throw Refused.because(
          "Rolecall's signer got the credentials of another provider. Use it only through"
              + " fs.s3a.impl=io.rolecall.s3a.RolecallFileSystem");
    }
    try {
      return find(routing.routes(), request, body).current();
    } catch (SessionInterruptedException e) {
      throw AbortedException.create(String.valueOf(e.getMessage()), e);
    } catch (SessionUnavailableException | ConfigException e) {
      throw Refused.because(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The credentials of a request's key. A bucket with a single route needs no look at it.
   *
   * @param body the request's body, from which the keys of a bulk delete are read
   */
  static RouteCredentials find(
      RouteTable<RouteCredentials> routes,
      SdkHttpRequest request,
      @Nullable ContentStreamProvider body) {
    RouteCredentials whole = routes.whole();
    if (whole != null && routes.isSingle()) {
      return whole;
    }
    if (RequestLocation.isBulkDelete(request)) {
      return findCommon(routes, body);
    }
    String key = RequestLocation.key(request, routes.bucket());
    RouteCredentials found = find(routes, key);
    String source = RequestLocation.copySource(request, routes.bucket());
    if (source != null && !found.equals(find(routes, source))) {
      throw Refused.because(
          "a copy from one route into another: s3a://"
              + routes.bucket()
              + "/"
              + source
              + " ("
              + find(routes, source)
              + ") to s3a://"
              + routes.bucket()
              + "/"
              + key
              + " ("
              + found
              + "). No single role may do both; use distcp");
    }
    return found;
  }

  private static RouteCredentials find(RouteTable<RouteCredentials> routes, String key) {
    RouteCredentials found = routes.find(key);
    if (found == null) {
      throw Refused.because(
          "no route for s3a://"
              + routes.bucket()
              + "/"
              + key
              + ": the bucket is routed by prefix alone ("
              + routes
              + "); add a route that covers it");
    }
    return found;
  }

  private static RouteCredentials findCommon(
      RouteTable<RouteCredentials> routes, @Nullable ContentStreamProvider body) {
    if (body == null) {
      throw Refused.because(
          "a bulk delete in s3a://" + routes.bucket() + " whose keys cannot be seen");
    }
    List<String> keys = RequestLocation.deletedKeys(body);
    RouteCredentials first = find(routes, keys.isEmpty() ? "" : keys.get(0));
    for (String key : keys) {
      RouteCredentials found = find(routes, key);
      if (!found.equals(first)) {
        throw Refused.because(
            "a bulk delete of keys of two routes: "
                + keys.get(0)
                + " ("
                + first
                + ") and "
                + key
                + " ("
                + found
                + ")");
      }
    }
    return first;
  }
}
