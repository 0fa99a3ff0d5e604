package io.rolecall.client;

import io.rolecall.job.WholeBucketCredentials;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The credentials of one bucket's route, for what signs by itself: {@code S3Presigner}, clients of
 * the CRT. These cannot pick a route by key, so a bucket whose prefixes have routes of their own is
 * refused. A presigned URL ends with the session that signed it, even if it was made to last
 * longer. Thread-safe.
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
   * @throws java.io.UncheckedIOException if the current Hadoop user cannot be determined
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
   * The credentials that are valid now.
   *
   * @return the credentials; if there are none, waits for them for {@code
   *     fs.s3a.rolecall.session.wait} at most
   * @throws io.rolecall.config.ConfigException if the bucket has no route, or routes for prefixes
   * @throws io.rolecall.session.SessionUnavailableException if none can be obtained
   * @throws java.io.UncheckedIOException if the driver cannot be asked for the bucket's route
   */
  @Override
  public AwsCredentials resolveCredentials() {
    return SessionCredentials.of(credentials.current());
  }

  /** Releases the sessions: they are renewed no longer, unless somebody else uses them. */
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
