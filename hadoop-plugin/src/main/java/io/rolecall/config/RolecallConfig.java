package io.rolecall.config;

import io.rolecall.route.Place;
import io.rolecall.route.StsEndpoint;
import io.rolecall.session.RenewalPolicy;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.VersionInfo;

/** What the configuration says for one bucket, or for what is in none, besides routes. */
public final class RolecallConfig {

  /** Where Hadoop's credential stores are. */
  public static final String CREDENTIAL_PROVIDERS = BucketSecrets.HADOOPS_STORES;

  /** Where S3A's own credential stores are, which go before those. */
  public static final String S3A_CREDENTIAL_PROVIDERS = BucketSecrets.S3AS_STORES;

  /** S3A's access key. */
  public static final String ACCESS_KEY = "fs.s3a.access.key";

  /** S3A's secret key. */
  public static final String SECRET_KEY = "fs.s3a.secret.key";

  /** S3A's session token. */
  public static final String SESSION_TOKEN = "fs.s3a.session.token";

  private static final String S3A = "fs.s3a.";

  private final String bucket;
  private final Configuration conf;
  private final BucketSecrets secrets;

  private RolecallConfig(String bucket, Configuration conf) {
    this.bucket = bucket;
    this.conf = conf;
    this.secrets = new BucketSecrets(bucket, conf);
  }

  /**
   * The configuration of a bucket: {@code fs.s3a.bucket.BUCKET.*} over {@code fs.s3a.*}.
   *
   * @param conf the Hadoop configuration
   * @param bucket the bucket
   * @return its configuration
   */
  public static RolecallConfig of(Configuration conf, String bucket) {
    return of(new BucketOptions(conf), bucket);
  }

  /**
   * The configuration of a place's bucket, or of a client of another service.
   *
   * @param conf the Hadoop configuration
   * @param place a location of the bucket, or the client
   * @return its configuration
   */
  public static RolecallConfig of(Configuration conf, Place place) {
    BucketOptions options = new BucketOptions(conf);
    return place.match(location -> of(options, location.bucket()), client -> ofClients(options));
  }

  /**
   * The configuration of a bucket, for those who want that of many.
   *
   * @param options the keys of all buckets
   * @param bucket the bucket
   * @return its configuration
   */
  public static RolecallConfig of(BucketOptions options, String bucket) {
    return joined(bucket, options.of(bucket));
  }

  /**
   * The configuration of a client of another service: the keys of all buckets, as it is in none.
   *
   * @param options the keys of all buckets
   * @return the configuration; it is of no bucket
   */
  public static RolecallConfig ofClients(BucketOptions options) {
    return joined("", options.ofAll());
  }

  private static RolecallConfig joined(String bucket, Configuration own) {
    BucketSecrets.joinStores(own);
    return new RolecallConfig(bucket, own);
  }

  /**
   * The configuration as it is for no bucket in particular.
   *
   * @param conf the Hadoop configuration
   * @return the configuration; it is of no bucket
   */
  public static RolecallConfig ofAll(Configuration conf) {
    return new RolecallConfig("", conf);
  }

  /**
   * Which Hadoop this is.
   *
   * @return its version, as S3A tells it to AWS
   */
  public static String hadoopVersion() {
    return VersionInfo.getVersion();
  }

  /**
   * The bucket.
   *
   * @return its name; empty if it is of none
   */
  public String bucket() {
    return bucket;
  }

  /**
   * Where STS is.
   *
   * @return the endpoint of S3A's own keys
   * @throws io.rolecall.route.InvalidRouteException if the endpoint is not a URI
   */
  public StsEndpoint stsEndpoint() {
    return sessionDefaults().endpoint();
  }

  /**
   * How roles are assumed where their routes are silent.
   *
   * @return the terms and the endpoint of the keys; nothing is read yet
   */
  public SessionDefaults sessionDefaults() {
    return new SessionDefaults(conf, hasOwnOf(StsNetworkKeys.all()) ? bucket : "");
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
          RolecallKeys.RENEWAL_LEAD.written(conf)
              + " = "
              + lead
              + " and "
              + RolecallKeys.RENEWAL_JITTER.written(conf)
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
   * Keys with their variables expanded, for comparing one configuration with another. Reads no
   * credential store.
   *
   * @param names the keys
   * @return those that are set, and their values, which may be secret
   */
  public Map<String, String> written(Collection<String> names) {
    Map<String, String> written = new HashMap<>();
    for (String name : names) {
      String value = conf.get(name);
      if (value != null) {
        written.put(name, value);
      }
    }
    return written;
  }

  /**
   * A secret: from Hadoop's credential providers, else from the configuration itself.
   *
   * @param name the key
   * @return the secret; empty if it is not set
   * @throws ConfigException if a credential provider cannot be read
   */
  public Optional<String> secret(String name) {
    return secrets.find(name);
  }

  /**
   * A key as the user wrote it, for messages.
   *
   * @param name a key of all buckets
   * @return the bucket's own key if that gave the value; otherwise the name
   */
  public String writtenKey(String name) {
    return BucketOptions.written(conf, name);
  }

  /**
   * The key of a secret as the user wrote it, for messages.
   *
   * @param name a key of all buckets
   * @return the bucket's own key if the secret is set by it, in a credential store or in the
   *     configuration; otherwise the name
   */
  public String writtenSecret(String name) {
    return secrets.written(name);
  }

  /**
   * A key that belongs to another, for messages: of the same bucket, or of all.
   *
   * @param other a key as the user wrote it
   * @param name a key of all buckets
   * @return the name, or the bucket's own key if the other is one
   */
  public String besideKey(String other, String name) {
    return !bucket.isEmpty() && other.startsWith(secrets.ownKey(S3A)) ? secrets.ownKey(name) : name;
  }

  /**
   * Whether a secret is set for this bucket, and not for all.
   *
   * @param name the key
   * @return false too if a credential provider cannot be read
   */
  public boolean hasOwn(String name) {
    return secrets.hasOwn(name);
  }

  /**
   * Whether any of some keys is set for this bucket, and not for all: in the configuration, or for
   * secrets in a credential store of its own.
   *
   * @param names the keys; those that do not begin with {@code fs.s3a.} are of no bucket
   * @return false if all of them are as for other buckets
   */
  public boolean hasOwnOf(Collection<String> names) {
    return secrets.hasOwnOf(names);
  }

  /**
   * What the settings are read from.
   *
   * @return the configuration, with the bucket's own keys in place; not to be changed
   */
  public Configuration conf() {
    return conf;
  }
}
