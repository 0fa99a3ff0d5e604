package io.rolecall.credentials;

import io.rolecall.session.Rejection;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * A location whose requests are not signed: a public bucket. The SDK's signer leaves a request as
 * it is when its identity is the anonymous one.
 */
public record UnsignedRequests() implements RouteCredentials {

  private static final AwsCredentialsIdentity ANONYMOUS =
      AnonymousCredentialsProvider.create().resolveCredentials();

  /** Credentials without keys: both are null. */
  @Override
  public AwsCredentialsIdentity current() {
    return ANONYMOUS;
  }

  @Override
  public String identity() {
    return "anonymous";
  }

  @Override
  public boolean isReady() {
    return true;
  }

  /** Nothing to give up. */
  @Override
  public boolean onRejected(String accessKeyId, Rejection rejection) {
    return false;
  }

  @Override
  public Optional<String> onDenied() {
    return Optional.of(
        "is accessed anonymously by its route, and the store does not allow this request to"
            + " everybody. Route it to a role, or let the bucket's policy allow it");
  }

  @Override
  public String toString() {
    return "anonymous";
  }
}
