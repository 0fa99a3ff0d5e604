package io.rolecall.localaws;

import io.rolecall.localaws.iam.AccessKey;
import java.net.URI;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Real SDK clients of one endpoint, without retries: a test wants to see the first answer. */
public record Clients(URI endpoint) {

  public S3Client s3(AwsCredentials credentials) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .httpClientBuilder(ApacheHttpClient.builder())
        .overrideConfiguration(Clients::withoutRetries)
        .build();
  }

  /** The oldest supported SDK cannot download with a client that uploads in parts. */
  S3AsyncClient s3Async(AwsCredentials credentials, boolean multipart) {
    return S3AsyncClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .multipartEnabled(multipart)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .httpClientBuilder(NettyNioAsyncHttpClient.builder())
        .overrideConfiguration(Clients::withoutRetries)
        .build();
  }

  public StsClient sts(AwsCredentials credentials) {
    AwsCredentialsProvider provider = StaticCredentialsProvider.create(credentials);
    return StsClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(provider)
        .httpClientBuilder(ApacheHttpClient.builder())
        .overrideConfiguration(Clients::withoutRetries)
        .build();
  }

  /** Assumes a role under the session name {@code test}. */
  public AwsSessionCredentials assume(
      AwsCredentials caller, String roleArn, Consumer<AssumeRoleRequest.Builder> more) {
    try (StsClient sts = sts(caller)) {
      return credentials(
          sts.assumeRole(
                  r -> {
                    r.roleArn(roleArn).roleSessionName("test");
                    more.accept(r);
                  })
              .credentials());
    }
  }

  /** In the way that every supported SDK version knows. */
  @SuppressWarnings("deprecation")
  private static void withoutRetries(ClientOverrideConfiguration.Builder configuration) {
    configuration.retryPolicy(RetryPolicy.none());
  }

  public static AwsCredentials credentials(AccessKey key) {
    return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
  }

  public static AwsSessionCredentials credentials(@Nullable Credentials session) {
    if (session == null) {
      throw new AssertionError("no credentials");
    }
    return AwsSessionCredentials.create(
        session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
  }
}
