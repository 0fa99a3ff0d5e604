package io.rolecall.comet;

import io.rolecall.config.ConfigException;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.declaration.Declaration;
import io.rolecall.declaration.Declarations;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.comet.cloud.s3.CometS3CredentialContext;
import org.apache.comet.cloud.s3.CometS3Credentials;
import org.apache.comet.cloud.s3.CometS3LocationScopedCredentialProvider;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.CredentialUtils;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * The credentials of Comet's native readers, by Rolecall's routes: {@code
 * fs.s3a.comet.credential.provider.class}, and {@code s3.comet.credential.provider.class} of each
 * catalog of Iceberg.
 *
 * <p>Comet asks for the locations of a bucket once, and then for credentials at nearly every
 * request, which it signs itself. It does not sign again where a session has ended, so it gets none
 * that is about to. Sessions are shared with the file systems and clients of the same Hadoop user.
 * What has no route gets no credentials, and what Comet does not ask for by a location that it was
 * told gets none either: one set of credentials for all files of a bucket, as Comet's simpler
 * interface has it, would be those of its first file.
 *
 * <p>The user is the current Hadoop user of the first question for locations, which comes with a
 * task; all others come on native threads, as the user of the process. Thread-safe.
 *
 * @see <a
 *     href="https://datafusion.apache.org/comet/user-guide/latest/s3-credential-providers.html">
 *     Comet: S3 credential providers</a>
 */
public final class RolecallCredentialsProvider implements CometS3LocationScopedCredentialProvider {

  /** Longer than a request takes from Comet's question to the store's look at its signature. */
  private static final Duration LEAST = Duration.ofSeconds(5);

  /** Comet's client for Iceberg takes no session in its last ten seconds, and fails. */
  private static final Duration LEAST_FOR_TABLES = Duration.ofSeconds(15);

  private final @Nullable Configuration given;

  private volatile Duration least = LEAST;

  // Guarded by this.
  private @Nullable String catalog;
  private @Nullable ScopedRoutes routes;

  /** For Comet: the configuration is what was declared, or that of the site files. */
  public RolecallCredentialsProvider() {
    this.given = null;
  }

  RolecallCredentialsProvider(Configuration given) {
    this.given = given;
  }

  /**
   * Takes a catalog's properties; of these, {@code rolecall.catalog} alone is kept.
   *
   * @param catalogProperties the properties; none for files without a catalog
   */
  @Override
  public synchronized void initialize(Map<String, String> catalogProperties) {
    catalog = catalogProperties.get(Declaration.CATALOG);
    least = catalogProperties.isEmpty() ? LEAST : LEAST_FOR_TABLES;
  }

  /**
   * The locations of a bucket that have routes of their own. Asks the driver for them on an
   * executor.
   *
   * @param bucket the bucket's name
   * @return its prefixes, percent-encoded
   * @throws ConfigException if the bucket has no route, or the configuration is not valid
   * @throws java.io.UncheckedIOException if the driver cannot be asked
   */
  @Override
  public List<String> getPolicyLocations(String bucket) {
    return routes().open(bucket);
  }

  /**
   * The credentials of a location.
   *
   * @param context the bucket, and a location as {@link #getPolicyLocations} spelled it
   * @return a session that lasts for five seconds at least, for tables of Iceberg for fifteen, if
   *     renewals succeed; where there is none, waits for one for {@code
   *     fs.s3a.rolecall.session.wait} at most
   * @throws ConfigException if the location has no route, or one that gives no credentials
   * @throws SessionUnavailableException if there is no session
   * @throws java.io.UncheckedIOException if the driver cannot be asked for the route
   */
  @Override
  public CometS3Credentials getCredentialsForPath(CometS3CredentialContext context) {
    RouteCredentials route = routes().find(context.getBucket(), context.getPath());
    Optional<Session> session;
    try {
      session = route.lasting(least);
    } catch (SessionException e) {
      throw new SessionUnavailableException(route + ": " + e.getMessage(), e);
    }
    return session
        .map(RolecallCredentialsProvider::of)
        .orElseGet(() -> of(route.current(), context));
  }

  private static CometS3Credentials of(Session session) {
    return new CometS3Credentials(
        session.accessKeyId(),
        session.secretAccessKey(),
        session.sessionToken(),
        session.expiration().toEpochMilli());
  }

  /** Those of a route to the base identity. */
  private static CometS3Credentials of(
      AwsCredentialsIdentity identity, CometS3CredentialContext context) {
    if (CredentialUtils.isAnonymous(identity)) {
      throw new ConfigException(
          "s3a://"
              + context.getBucket()
              + context.getPath()
              + " is accessed anonymously by its route, and Comet's native readers sign every"
              + " request. Route it to a role, or have Spark read it: spark.comet.scan.enabled=false"
              + " (tables of Iceberg: spark.comet.scan.icebergNative.enabled=false)",
          null);
    }
    @Nullable String token =
        identity instanceof AwsSessionCredentialsIdentity session ? session.sessionToken() : null;
    long end = identity.expirationTime().map(Instant::toEpochMilli).orElse(0L);
    return new CometS3Credentials(identity.accessKeyId(), identity.secretAccessKey(), token, end);
  }

  private synchronized ScopedRoutes routes() {
    ScopedRoutes known = routes;
    if (known == null) {
      known = ScopedRoutes.of(given == null ? declared(catalog) : given);
      routes = known;
    }
    return known;
  }

  private static Configuration declared(@Nullable String catalog) {
    return Declarations.current()
        .map(declared -> new Configuration(declared.ofCatalog(catalog).conf()))
        .orElseGet(Configuration::new);
  }

  /** Gives its share in the sessions back. */
  @Override
  public synchronized void close() {
    if (routes != null) {
      routes.close();
    }
  }

  /** The user; none of the credentials. */
  @Override
  public synchronized String toString() {
    return "RolecallCredentialsProvider{" + routes + "}";
  }
}
