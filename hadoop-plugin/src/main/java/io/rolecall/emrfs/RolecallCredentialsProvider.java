package io.rolecall.emrfs;

import io.rolecall.config.ConfigException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.CredentialUtils;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * EMRFS's credentials provider of EMR 7, whose EMRFS has version 2 of the AWS SDK: picks the role
 * by the bucket that EMRFS opens, and renews its session. Thread-safe.
 *
 * <p>Set {@code fs.s3.customAWSCredentialsProvider} to this class in the classification {@code
 * emrfs-site}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-plan-credentialsprovider.html">Custom
 *     credentials providers of EMRFS</a>
 */
public final class RolecallCredentialsProvider extends BucketProvider
    implements AwsCredentialsProvider, SdkAutoCloseable {

  /**
   * For EMRFS. Makes no network call.
   *
   * @param uri what EMRFS opens: a bucket, or something in it
   * @param conf EMRFS's configuration
   * @throws ConfigException if the bucket's configuration is not valid
   */
  public RolecallCredentialsProvider(@Nullable URI uri, Configuration conf) {
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
  public AwsCredentials resolveCredentials() {
    AwsCredentialsIdentity current = current();
    if (CredentialUtils.isAnonymous(current)) {
      return AnonymousCredentialsProvider.create().resolveCredentials();
    }
    return current instanceof AwsSessionCredentialsIdentity session
        ? AwsSessionCredentials.create(
            session.accessKeyId(), session.secretAccessKey(), session.sessionToken())
        : AwsBasicCredentials.create(current.accessKeyId(), current.secretAccessKey());
  }
}
