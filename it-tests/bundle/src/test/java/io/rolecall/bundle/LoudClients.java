package io.rolecall.bundle;

import java.net.URI;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The process that shows what the SDK logs where Rolecall does not run. */
final class LoudClients {

  private LoudClients() {}

  /**
   * Assumes a role and works in a bucket.
   *
   * @param args endpoint, access key id, secret access key, role ARN, external id, bucket
   */
  public static void main(String[] args) {
    LoggerFactory.getLogger(LoudClients.class).trace("starts");
    URI endpoint = URI.create(args[0]);
    Credentials session;
    try (StsClient sts =
        StsClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .httpClientBuilder(ApacheHttpClient.builder())
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(args[1], args[2])))
            .build()) {
      session =
          sts.assumeRole(r -> r.roleArn(args[3]).externalId(args[4]).roleSessionName("loud"))
              .credentials();
    }
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(
            AwsSessionCredentials.create(
                session.accessKeyId(), session.secretAccessKey(), session.sessionToken()));
    try (S3Client s3 =
            S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .httpClientBuilder(ApacheHttpClient.builder())
                .credentialsProvider(credentials)
                .build();
        S3AsyncClient async =
            S3AsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder())
                .credentialsProvider(credentials)
                .build()) {
      s3.putObject(r -> r.bucket(args[5]).key("loud"), RequestBody.fromString("content"));
      async
          .putObject(r -> r.bucket(args[5]).key("loud-too"), AsyncRequestBody.fromString("content"))
          .join();
    }
  }
}
