package io.rolecall.identity;

import static java.util.Objects.requireNonNull;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * The credentials that may call STS: S3A's static keys where they are set, else whatever the SDK's
 * default chain finds. Equal if they are named alike. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/credentials-chain.html">the
 *     default chain</a>
 */
public final class BaseIdentity {

  private static final String ACCESS_KEY = "fs.s3a.access.key";
  private static final String SECRET_KEY = "fs.s3a.secret.key";
  private static final String SESSION_TOKEN = "fs.s3a.session.token";

  private final String name;
  private final AwsCredentialsProvider provider;

  private BaseIdentity(String name, AwsCredentialsProvider provider) {
    this.name = requireNonNull(name);
    this.provider = requireNonNull(provider);
  }

  /**
   * The base identity that a configuration names. Nothing is asked yet.
   *
   * @param config the configuration
   * @return the identity
   * @throws ConfigException if only a part of a static identity is set
   */
  public static BaseIdentity of(RolecallConfig config) {
    Optional<String> accessKey = config.secret(ACCESS_KEY);
    Optional<String> secretKey = config.secret(SECRET_KEY);
    if (accessKey.isEmpty() && secretKey.isEmpty()) {
      return new BaseIdentity("default chain", DefaultCredentialsProvider.builder().build());
    }
    if (accessKey.isEmpty() || secretKey.isEmpty()) {
      throw new ConfigException(
          (accessKey.isEmpty() ? SECRET_KEY : ACCESS_KEY)
              + " is set but "
              + (accessKey.isEmpty() ? ACCESS_KEY : SECRET_KEY)
              + " is not: set both, or neither to use the SDK's default chain",
          null);
    }
    AwsCredentials credentials =
        config
            .secret(SESSION_TOKEN)
            .<AwsCredentials>map(
                token -> AwsSessionCredentials.create(accessKey.get(), secretKey.get(), token))
            .orElseGet(() -> AwsBasicCredentials.create(accessKey.get(), secretKey.get()));
    return new BaseIdentity(
        ACCESS_KEY + " " + accessKey.get(), StaticCredentialsProvider.create(credentials));
  }

  /**
   * Its credentials.
   *
   * @return the provider; shared, not to be closed
   */
  public AwsCredentialsProvider provider() {
    return provider;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BaseIdentity that && that.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** What kind of identity it is; no credentials. */
  @Override
  public String toString() {
    return provider instanceof StaticCredentialsProvider
        ? "base identity from " + ACCESS_KEY
        : "base identity from the SDK's default chain";
  }
}
