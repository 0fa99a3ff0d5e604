package io.rolecall.credentials;

import io.rolecall.route.BucketAddress;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * The identity of one FileSystem: not one pair of keys but the table that picks them by key.
 *
 * <p><b>Problem.</b> S3A asks its credentials provider before it knows which object a request is
 * for, and hands the signer nothing but the identity that the provider returned. <b>Solution.</b>
 * That identity is this object, and it reaches the signer as it is: the signer asks it for the
 * credentials of the key that it is about to sign.
 *
 * <p>As plain credentials it is a session of the bucket's own route, because some clients sign
 * without Rolecall's signer (the KMS client of client-side encryption). A bucket with prefix routes
 * alone has no such session, and those clients get an error.
 */
public final class RoutingIdentity implements AwsCredentials, AwsSessionCredentialsIdentity {

  private final BucketRoutes routes;
  private final BucketAddress address;
  private final AtomicReference<@Nullable AwsCredentialsIdentity> own = new AtomicReference<>();

  RoutingIdentity(BucketRoutes routes, BucketAddress address) {
    this.routes = routes;
    this.address = address;
  }

  /**
   * The credentials of each location of the FileSystem's bucket.
   *
   * @return the routes
   */
  public BucketRoutes routes() {
    return routes;
  }

  /**
   * How requests of the FileSystem's bucket name it.
   *
   * @return the address
   */
  public BucketAddress address() {
    return address;
  }

  @Override
  public String accessKeyId() {
    return own().accessKeyId();
  }

  @Override
  public String secretAccessKey() {
    return own().secretAccessKey();
  }

  /** The session token; null if the bucket is routed to a base identity with long-term keys. */
  @Override
  @SuppressWarnings("NullAway") // the SDK reads null as "none"
  public String sessionToken() {
    return own() instanceof AwsSessionCredentialsIdentity session ? session.sessionToken() : null;
  }

  /**
   * The same credentials for all three getters: a renewal between them must not mix two sessions.
   */
  private AwsCredentialsIdentity own() {
    AwsCredentialsIdentity known = own.get();
    if (known == null) {
      RoutedLocation whole = routes.whole();
      if (whole == null) {
        throw AccessDenied.because(
            "a client that signs by itself (KMS?) needs a route of the bucket s3a://"
                + routes.bucket()
                + " itself, which has routes for prefixes only: "
                + routes);
      }
      // Without a lock: it may wait for STS. Whoever is first decides for all.
      AwsCredentialsIdentity found = whole.credentials().current();
      AwsCredentialsIdentity first = own.compareAndExchange(null, found);
      known = first == null ? found : first;
    }
    return known;
  }

  /**
   * Equal if it is of the same FileSystem, for the SDK's cache of S3 Express sessions, which it
   * keeps by identity.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof RoutingIdentity that && that.routes == routes;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(routes);
  }

  /** The bucket and its prefixes; none of the credentials. */
  @Override
  public String toString() {
    return "RoutingIdentity{" + routes + "}";
  }
}
