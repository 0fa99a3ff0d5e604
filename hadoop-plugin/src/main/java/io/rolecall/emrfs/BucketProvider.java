package io.rolecall.emrfs;

import io.rolecall.config.ConfigException;
import io.rolecall.delegation.WholeBucketCredentials;
import io.rolecall.route.S3Location;
import java.lang.ref.Cleaner;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * What EMRFS's providers have in common: the bucket that EMRFS named, and its credentials.
 * Thread-safe.
 *
 * <p>EMRFS does not close its providers. One that it has dropped gives its sessions back when the
 * garbage collector finds it.
 */
final class BucketProvider implements AutoCloseable {

  private static final Cleaner CLEANER = Cleaner.create();

  private final WholeBucketCredentials credentials;
  private final Cleaner.Cleanable dropped;

  private BucketProvider(WholeBucketCredentials credentials) {
    this.credentials = credentials;
    this.dropped = CLEANER.register(this, credentials::close);
  }

  /**
   * A provider.
   *
   * @param uri what EMRFS opens: a bucket, or something in it
   * @param conf EMRFS's configuration
   * @throws ConfigException if EMRFS named no bucket
   */
  static BucketProvider of(@Nullable URI uri, @Nullable Configuration conf) {
    if (uri == null || conf == null) {
      throw new ConfigException(
          "EMRFS made this credentials provider without "
              + (uri == null ? "a bucket's URI" : "a configuration")
              + ", so its role cannot be told: Rolecall needs a release of EMR whose EMRFS uses the"
              + " constructor (URI, Configuration)",
          null);
    }
    // The authority, because a bucket's name need not be a host's.
    String bucket = S3Location.parse(uri.getScheme() + "://" + uri.getAuthority()).bucket();
    return new BucketProvider(WholeBucketCredentials.of(conf, bucket));
  }

  AwsCredentialsIdentity current() {
    return credentials.current();
  }

  void refresh() {
    credentials.refresh();
  }

  @Override
  public void close() {
    dropped.clean();
  }

  /** The bucket; none of the credentials. */
  @Override
  public String toString() {
    return credentials.toString();
  }
}
