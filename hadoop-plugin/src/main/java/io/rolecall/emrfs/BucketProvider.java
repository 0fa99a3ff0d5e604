package io.rolecall.emrfs;

import io.rolecall.config.ConfigException;
import io.rolecall.config.EmrKeys;
import io.rolecall.job.WholeBucketCredentials;
import io.rolecall.route.S3Location;
import java.io.Closeable;
import java.lang.ref.Cleaner;
import java.net.URI;
import org.apache.hadoop.conf.Configurable;
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
abstract class BucketProvider implements Configurable, Closeable {

  private static final Cleaner CLEANER = Cleaner.create();

  private final WholeBucketCredentials credentials;
  private final Cleaner.Cleanable dropped;
  private Configuration conf;

  /**
   * A provider.
   *
   * @param uri what EMRFS opens: a bucket, or something in it
   * @param conf EMRFS's configuration
   * @throws ConfigException if EMRFS named no bucket, or its configuration is not valid
   */
  BucketProvider(@Nullable URI uri, Configuration conf) {
    WholeBucketCredentials found = find(uri, conf);
    this.credentials = found;
    this.conf = conf;
    this.dropped = CLEANER.register(this, found::close);
  }

  private static WholeBucketCredentials find(@Nullable URI uri, @Nullable Configuration conf) {
    if (uri == null || conf == null) {
      throw new ConfigException(
          "EMRFS made this credentials provider without "
              + (uri == null ? "a bucket's URI" : "a configuration")
              + ", so its role cannot be determined: Rolecall needs a release of EMR whose EMRFS uses the"
              + " constructor (URI, Configuration)",
          null);
    }
    // The authority, because a bucket's name need not be a host's.
    String bucket = S3Location.parse(uri.getScheme() + "://" + uri.getAuthority()).bucket();
    EmrKeys.checkEmrfs(conf, bucket);
    return WholeBucketCredentials.ofEmrfs(
        conf,
        bucket,
        ", and EMRFS signs all requests to a bucket with one identity: access it by S3A with"
            + " io.rolecall.s3a.RolecallFileSystem");
  }

  /** What is valid now. */
  final AwsCredentialsIdentity current() {
    return credentials.current();
  }

  /** Gives the session up, unless that was asked for too often. */
  final void giveUpSession() {
    credentials.refresh();
  }

  /** Remembers the configuration; the bucket's routes were found in the constructor's. */
  @Override
  public final void setConf(Configuration conf) {
    this.conf = conf;
  }

  @Override
  public final Configuration getConf() {
    return conf;
  }

  @Override
  public final void close() {
    dropped.clean();
  }

  /** The bucket; none of the credentials. */
  @Override
  public final String toString() {
    return getClass().getSimpleName() + "{" + credentials + "}";
  }
}
