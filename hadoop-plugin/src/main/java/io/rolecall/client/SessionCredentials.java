package io.rolecall.client;

import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.CredentialUtils;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** An identity as the SDK's providers give it. */
final class SessionCredentials {

  private SessionCredentials() {}

  static AwsCredentials of(AwsCredentialsIdentity identity) {
    if (CredentialUtils.isAnonymous(identity)) {
      // Its keys are null, which no other credentials may be.
      return AnonymousCredentialsProvider.create().resolveCredentials();
    }
    return identity instanceof AwsSessionCredentialsIdentity session
        ? AwsSessionCredentials.create(
            session.accessKeyId(), session.secretAccessKey(), session.sessionToken())
        : AwsBasicCredentials.create(identity.accessKeyId(), identity.secretAccessKey());
  }
}
