package io.rolecall.client;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallKeys;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.credentials.Unrouted;
import io.rolecall.declaration.Declarations;
import io.rolecall.job.BucketSessions;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.NamedClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import org.apache.hadoop.conf.Configurable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The credentials of a client of another service (Glue, DynamoDB, Kinesis, SQS, KMS, S3 Tables), by
 * the {@code client} of its route. Each request of the SDK asks for them, and gets the session that
 * is valid then; sessions are shared with file systems and other clients of the same Hadoop user.
 *
 * <p>Engines make it in their own ways: without arguments, then {@link #setConf}; with a
 * configuration; with a URI, which is ignored, and a configuration; by Iceberg's {@link
 * #create(Map)}. They give no name, so it is read from {@code fs.s3a.rolecall.client}, or from
 * Iceberg's property {@code client.credentials-provider.name}. Thread-safe once it has its
 * configuration.
 *
 * <p>The SDK closes a provider together with its client: give each client a provider of its own.
 */
public final class NamedCredentialsProvider
    implements AwsCredentialsProvider, Configurable, SdkAutoCloseable {

  /** Iceberg's property, behind {@code client.credentials-provider.}. */
  private static final String NAME = "name";

  private @Nullable NamedClient client;
  private @Nullable Configuration conf;
  private volatile @Nullable BucketSessions sessions;
  private volatile @Nullable RouteCredentials found;

  /** For engines that call {@link #setConf} next. */
  public NamedCredentialsProvider() {}

  /**
   * The credentials of the client that {@code fs.s3a.rolecall.client} names.
   *
   * @param conf the Hadoop configuration
   * @throws ConfigException if it names none
   */
  public NamedCredentialsProvider(Configuration conf) {
    setConf(conf);
  }

  /**
   * The same, for engines that also pass the URI that they access.
   *
   * @param uri ignored; may be null
   * @param conf the Hadoop configuration
   * @throws ConfigException if it names no client
   */
  public NamedCredentialsProvider(@Nullable URI uri, Configuration conf) {
    this(conf);
  }

  /**
   * For Iceberg: {@code client.credentials-provider}, with {@code
   * client.credentials-provider.name}.
   *
   * @param properties the catalog's properties that begin with {@code
   *     client.credentials-provider.}, without this prefix
   * @return the provider
   * @throws ConfigException if there is no name
   */
  public static NamedCredentialsProvider create(Map<String, String> properties) {
    Configuration conf =
        Declarations.current()
            // A copy: getConf gives it away.
            .map(declared -> new Configuration(declared.sets().get(0).conf()))
            .orElseGet(Configuration::new);
    String name = properties.getOrDefault(NAME, "").trim();
    if (name.isEmpty()) {
      return new NamedCredentialsProvider(conf);
    }
    NamedCredentialsProvider provider = new NamedCredentialsProvider();
    provider.set("client.credentials-provider." + NAME, name, conf);
    return provider;
  }

  /**
   * The credentials of a client.
   *
   * @param name the {@code client} of its route
   * @param conf the Hadoop configuration
   * @return the provider; close it, or the client that it was given to
   * @throws ConfigException if this is not a valid name, or the current Hadoop user cannot be
   *     determined
   */
  public static NamedCredentialsProvider of(String name, Configuration conf) {
    NamedCredentialsProvider provider = new NamedCredentialsProvider();
    provider.set(RolecallKeys.CLIENT.name(), name, conf);
    return provider;
  }

  /** Takes the name from a configuration. */
  @Override
  public void setConf(Configuration conf) {
    String named =
        RolecallKeys.CLIENT
            .find(conf)
            .orElseThrow(
                () ->
                    new ConfigException(
                        RolecallKeys.CLIENT.name()
                            + " is not set: it names the route's 'client' whose credentials "
                            + NamedCredentialsProvider.class.getName()
                            + " gives (Iceberg: client.credentials-provider.name)",
                        null));
    set(RolecallKeys.CLIENT.name(), named, conf);
  }

  private void set(String key, String named, Configuration given) {
    NamedClient chosen;
    try {
      chosen = new NamedClient(named);
    } catch (InvalidRouteException e) {
      throw new ConfigException(key + ": " + e.getMessage(), e);
    }
    // The user is who makes it.
    BucketSessions taken = BucketSessions.of(given);
    close();
    client = chosen;
    conf = given;
    sessions = taken;
  }

  @Override
  public @Nullable Configuration getConf() {
    return conf;
  }

  /**
   * The credentials that are valid now.
   *
   * @return the credentials; if there are none, waits for them for {@code
   *     fs.s3a.rolecall.session.wait} at most
   * @throws ConfigException if there is no such client, or its route is closed to the user
   * @throws io.rolecall.session.SessionUnavailableException if none can be obtained
   * @throws UncheckedIOException if the driver cannot be asked for the route
   */
  @Override
  public AwsCredentials resolveCredentials() {
    BucketSessions held = sessions;
    if (held != null) {
      held.check("the credentials provider of a named client");
    }
    // Whoever closes it while a route is looked for leaves nothing behind that is found.
    RouteCredentials known = held == null ? null : found;
    if (known == null) {
      known = find();
      found = known;
    }
    return SessionCredentials.of(known.current());
  }

  /** Without a lock: it may wait for the driver. Whoever comes meanwhile finds the same. */
  private RouteCredentials find() {
    BucketSessions held = sessions;
    NamedClient asked = client;
    if (held == null || asked == null) {
      throw new ConfigException(
          NamedCredentialsProvider.class.getName()
              + " was made without a Hadoop configuration, or is closed: whoever makes it without"
              + " arguments calls setConf",
          null);
    }
    try {
      return held.route(asked).orElseThrow(() -> new ConfigException(Unrouted.named(asked), null));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no route of the client '" + asked.name() + "': " + e.getMessage(), e);
    }
  }

  /** Releases the sessions: they are renewed no longer, unless somebody else uses them. */
  @Override
  public void close() {
    BucketSessions held = sessions;
    sessions = null;
    found = null;
    if (held != null) {
      held.close();
    }
  }

  /** The client; none of the credentials. */
  @Override
  public String toString() {
    NamedClient known = client;
    return known == null
        ? "NamedCredentialsProvider{null}"
        : "NamedCredentialsProvider{" + known + "}";
  }
}
