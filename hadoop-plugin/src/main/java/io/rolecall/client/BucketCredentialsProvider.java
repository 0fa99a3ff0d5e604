package io.rolecall.client;

import io.rolecall.job.WholeBucketCredentials;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The credentials of one bucket's route, for what signs by itself: {@code S3Presigner}, clients of
 * the CRT. They cannot pick a route by key, so a bucket whose prefixes have routes of their own is
 * refused. What a presigned URL was signed with ends with its session, however long the URL is to
 * last. Thread-safe.
 */
public final class BucketCredentialsProvider implements AwsCredentialsProvider, SdkAutoCloseable {

  private final WholeBucketCredentials credentials;

  private BucketCredentialsProvider(WholeBucketCredentials credentials) {
    this.credentials = credentials;
  }

  /**
   * The credentials of a bucket for the current Hadoop user. Makes no network call yet.
   *
   * @param bucket the bucket's name
   * @param conf the Hadoop configuration with Rolecall's keys
   * @return the provider; to be closed
   * @throws io.rolecall.config.ConfigException if the configuration is not what was declared
   */
  public static BucketCredentialsProvider of(String bucket, Configuration conf) {
    return new BucketCredentialsProvider(
        WholeBucketCredentials.of(
            conf,
            bucket,
            ", and a client that signs by itself uses one identity for all requests to a bucket: make one"
                + " with io.rolecall.client.RoutedClients"));
  }

  /**
   * What is valid now.
   *
   * @return credentials; waits for them, bounded, if there are none
   * @throws io.rolecall.config.ConfigException if the bucket has no route, or routes for prefixes
   * @throws io.rolecall.session.SessionUnavailableException if none can be had
   */
  @Override
  public AwsCredentials resolveCredentials() {
    return SessionCredentials.of(credentials.current());
  }

  /** Gives its share in the sessions back. */
  @Override
  public void close() {
    credentials.close();
  }

  /** The bucket; none of the credentials. */
  @Override
  public String toString() {
    return "BucketCredentialsProvider{" + credentials + "}";
  }
}
