package io.rolecall.config;

import io.rolecall.route.IdentitySource;
import io.rolecall.route.Route;
import io.rolecall.route.RouteTable;
import io.rolecall.route.StsEndpoint;
import io.rolecall.session.RenewalPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** What the configuration says for one bucket. Reads files only when routes are asked for. */
public final class RolecallConfig {

  private static final String CREDENTIAL_PROVIDERS = "hadoop.security.credential.provider.path";

  /** Longer than S3 lets a name be, so that no route is for it. */
  private static final String NO_BUCKET = "every-other-bucket-".repeat(4) + "is-meant";

  private static final Pattern BUCKET_ROLE =
      Pattern.compile("^fs\\.s3a\\.bucket\\.(.+)\\.assumed\\.role\\.arn$");

  /** S3A's access key. */
  public static final String ACCESS_KEY = "fs.s3a.access.key";

  /** S3A's secret key. */
  public static final String SECRET_KEY = "fs.s3a.secret.key";

  /** S3A's session token. */
  public static final String SESSION_TOKEN = "fs.s3a.session.token";

  private final String bucket;
  private final Configuration conf;
  private final Caller caller;

  private RolecallConfig(String bucket, Configuration conf, Caller caller) {
    this.bucket = bucket;
    this.conf = conf;
    this.caller = caller;
  }

  /**
   * The configuration of a bucket: {@code fs.s3a.bucket.BUCKET.*} over {@code fs.s3a.*}.
   *
   * @param conf the Hadoop configuration
   * @param bucket the bucket
   * @return its configuration, for the current user
   */
  public static RolecallConfig of(Configuration conf, String bucket) {
    return of(conf, bucket, Caller.current());
  }

  /**
   * The configuration of a bucket, for a user.
   *
   * @param conf the Hadoop configuration
   * @param bucket the bucket
   * @param caller whom routes are chosen for
   * @return its configuration
   */
  public static RolecallConfig of(Configuration conf, String bucket, Caller caller) {
    Configuration own = BucketOptions.propagate(conf, bucket);
    addCredentialProviders(own);
    return new RolecallConfig(bucket, own, caller);
  }

  /** S3A has a list of credential providers of its own, which goes before Hadoop's. */
  private static void addCredentialProviders(Configuration conf) {
    String first = conf.getTrimmed("fs.s3a.security.credential.provider.path", "");
    String others = conf.getTrimmed(CREDENTIAL_PROVIDERS, "");
    if (!first.isEmpty() && !others.startsWith(first)) {
      conf.set(CREDENTIAL_PROVIDERS, others.isEmpty() ? first : first + "," + others);
    }
  }

  /**
   * The configuration as it is for no bucket in particular.
   *
   * @param conf the Hadoop configuration
   * @return the configuration; it has no routes
   */
  public static RolecallConfig ofAll(Configuration conf) {
    return new RolecallConfig("", conf, Caller.current());
  }

  /**
   * The bucket.
   *
   * @return its name
   */
  public String bucket() {
    return bucket;
  }

  /**
   * The bucket's routes.
   *
   * @return the table; empty if nothing is routed
   * @throws ConfigException if a route is not valid
   */
  public RouteTable<Route> routes() {
    return new RouteReader(this).routes(bucket, caller);
  }

  /**
   * The bucket's routes that are for other users than the caller.
   *
   * @return the routes, each with why it is not the caller's
   * @throws ConfigException if a route is not valid
   */
  public List<PassedOver> passedOver() {
    return new RouteReader(this).passedOver(bucket, caller);
  }

  /**
   * The base identity of {@link RolecallKeys#BASE_IDENTITY}.
   *
   * @return where its credentials come from
   * @throws ConfigException if the key names none, or one that is not complete
   */
  public IdentitySource baseIdentity() {
    return new RouteReader(this).baseIdentity();
  }

  /**
   * Where STS is.
   *
   * @return the endpoint of S3A's own keys
   * @throws io.rolecall.route.InvalidRouteException if the endpoint is not a URI
   */
  public StsEndpoint stsEndpoint() {
    return new SessionTermsReader(conf).endpointOfKeys();
  }

  /**
   * The buckets that the configuration names in routes.
   *
   * @param conf the Hadoop configuration
   * @return their names, sorted
   * @throws ConfigException if a route is not valid
   */
  public static List<String> routedBuckets(Configuration conf) {
    TreeSet<String> buckets = new TreeSet<>(new RouteReader(ofAll(conf)).documentBuckets());
    for (Map.Entry<String, String> key : conf.getValByRegex(BUCKET_ROLE.pattern()).entrySet()) {
      var matcher = BUCKET_ROLE.matcher(key.getKey());
      if (matcher.matches()) {
        buckets.add(matcher.group(1));
      }
    }
    return new ArrayList<>(buckets);
  }

  /**
   * The bucket's routes, whoever they are for.
   *
   * @return the routes, in the order in which they are written
   * @throws ConfigException if a route is not valid
   */
  public List<RoutedFor> everybodysRoutes() {
    return new RouteReader(this).everybodysRoutes(bucket);
  }

  /**
   * The routes of the buckets that the configuration does not name.
   *
   * @param conf the Hadoop configuration
   * @return the routes, whoever they are for, with a location that stands for all those buckets
   * @throws ConfigException if a route is not valid
   */
  public static List<RoutedFor> everyOtherBucket(Configuration conf) {
    return of(conf, NO_BUCKET).everybodysRoutes();
  }

  /**
   * When sessions are renewed.
   *
   * @return the policy of a process that mints
   */
  public RenewalPolicy renewalPolicy() {
    int lead = RolecallKeys.RENEWAL_LEAD.get(conf);
    int jitter = RolecallKeys.RENEWAL_JITTER.get(conf);
    if (lead == 0 || lead + jitter > 90) {
      throw new ConfigException(
          RolecallKeys.RENEWAL_LEAD.name()
              + " = "
              + lead
              + " and "
              + RolecallKeys.RENEWAL_JITTER.name()
              + " = "
              + jitter
              + ": expected a lead of at least 1, and at most 90 together",
          null);
    }
    return new RenewalPolicy(
        lead / 100.0,
        jitter / 100.0,
        RolecallKeys.RENEWAL_BACKOFF.get(conf),
        RolecallKeys.RENEWAL_BACKOFF_MAX.get(conf),
        RolecallKeys.SESSION_WAIT.get(conf));
  }

  /**
   * What this process is.
   *
   * @return driver or executor
   */
  public ProcessRole processRole() {
    return RolecallKeys.PROCESS.get(conf);
  }

  /**
   * Whether the configuration itself calls this process an executor: then it mints nothing,
   * whatever else is known of it.
   *
   * @return false for {@code auto}
   */
  public boolean isNamedExecutor() {
    return text(RolecallKeys.PROCESS.name()).filter("executor"::equalsIgnoreCase).isPresent();
  }

  /**
   * Whether the configuration itself calls this process a driver: then it mints even where it was
   * given a token.
   *
   * @return false for {@code auto}
   */
  public boolean isNamedDriver() {
    return text(RolecallKeys.PROCESS.name()).filter("driver"::equalsIgnoreCase).isPresent();
  }

  /**
   * A key's value.
   *
   * @param key the key
   * @param <T> its type
   * @return the value, or the default
   */
  public <T> Optional<T> find(ConfigKey<T> key) {
    return key.find(conf);
  }

  /**
   * The value of a key that is not Rolecall's.
   *
   * @param name the key
   * @return the trimmed value; empty if it is not set
   */
  public Optional<String> text(String name) {
    return Optional.of(conf.getTrimmed(name, "")).filter(value -> !value.isEmpty());
  }

  /**
   * A secret: from Hadoop's credential providers, else from the configuration itself.
   *
   * @param name the key
   * @return the secret; empty if it is not set
   * @throws ConfigException if a credential provider cannot be read
   */
  public Optional<String> secret(String name) {
    try {
      Optional<String> own = bucket.isEmpty() ? Optional.empty() : password(ownKey(name));
      return own.isPresent() ? own : password(name);
    } catch (IOException e) {
      throw new ConfigException(
          name + ": cannot read hadoop.security.credential.provider.path: " + e.getMessage(), e);
    }
  }

  private Optional<String> password(String name) throws IOException {
    char[] secret = conf.getPassword(name);
    return secret == null || secret.length == 0
        ? Optional.empty()
        : Optional.of(new String(secret).trim());
  }

  /** Whether a secret is set for this bucket, and not for all. */
  boolean hasOwn(String name) {
    if (bucket.isEmpty()) {
      return false;
    }
    try {
      return password(ownKey(name)).isPresent();
    } catch (IOException e) {
      return false; // Whoever reads the secret itself is told.
    }
  }

  private String ownKey(String name) {
    return "fs.s3a.bucket." + bucket + "." + name.substring("fs.s3a.".length());
  }

  Configuration conf() {
    return conf;
  }
}
