package io.rolecall.emrfs;

import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.AnonymousAWSCredentials;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.auth.BasicSessionCredentials;
import io.rolecall.config.ConfigException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.CredentialUtils;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * EMRFS's credentials provider of EMR 5 and 6, whose EMRFS has version 1 of the AWS SDK: as {@link
 * RolecallCredentialsProvider}. Thread-safe.
 *
 * <p>Its process must run on Java 17, and have version 2 of the SDK's STS client beside it.
 */
public final class RolecallCredentialsProviderV1 extends BucketProvider
    implements AWSCredentialsProvider {

  /**
   * For EMRFS. Makes no network call.
   *
   * @param uri what EMRFS opens: a bucket, or something in it
   * @param conf EMRFS's configuration
   * @throws ConfigException if the bucket's configuration is not valid
   */
  public RolecallCredentialsProviderV1(@Nullable URI uri, Configuration conf) {
    super(uri, conf);
  }

  /**
   * The bucket's credentials.
   *
   * @return what is valid now; the SDK's anonymous credentials where the bucket's route is that
   * @throws ConfigException if the bucket has no route, or routes for prefixes
   * @throws io.rolecall.session.SessionUnavailableException if no session can be had
   */
  @Override
  public AWSCredentials getCredentials() {
    AwsCredentialsIdentity current = current();
    if (CredentialUtils.isAnonymous(current)) {
      return new AnonymousAWSCredentials();
    }
    return current instanceof AwsSessionCredentialsIdentity session
        ? new BasicSessionCredentials(
            session.accessKeyId(), session.secretAccessKey(), session.sessionToken())
        : new BasicAWSCredentials(current.accessKeyId(), current.secretAccessKey());
  }

  /** Gives the session up, unless that was asked for too often. */
  @Override
  public void refresh() {
    giveUpSession();
  }
}
