package io.rolecall.routes;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.route.IdentitySource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;

/**
 * S3A's own keys that say who a bucket's requests, or the calls to STS, are signed by. What they
 * mean is honoured or refused; a switch from S3A must not change who signs without a word.
 */
final class S3ACredentials {

  private static final String S3A = "fs.s3a.";
  private static final String PROVIDER = S3A + "aws.credentials.provider";
  private static final String STS_PROVIDER = S3A + "assumed.role.credentials.provider";
  private static final String MAPPING = S3A + "aws.credentials.provider.mapping";

  private static final String HADOOP = "org.apache.hadoop.fs.s3a.";
  private static final String SDK = "software.amazon.awssdk.auth.credentials.";
  private static final String SIMPLE = HADOOP + "SimpleAWSCredentialsProvider";
  private static final String TEMPORARY = HADOOP + "TemporaryAWSCredentialsProvider";
  private static final String ENVIRONMENT = SDK + "EnvironmentVariableCredentialsProvider";

  /** Requests that are not signed; S3A takes the SDK's old name for the same. */
  private static final List<String> ANONYMOUS =
      List.of(
          HADOOP + "AnonymousAWSCredentialsProvider", "com.amazonaws.auth.AnonymousAWSCredentials");

  private static final String ASSUMED_ROLE = HADOOP + "auth.AssumedRoleCredentialProvider";

  /** What Hadoop has, in core-default.xml and in S3A's code: stated explicitly, it is no choice. */
  private static final List<List<String>> HADOOPS =
      List.of(List.of(), List.of(SIMPLE), List.of(SIMPLE, ENVIRONMENT));

  /** The same identity, as Rolecall calls it. */
  private static final Map<List<String>, String> SAME =
      Map.of(
          List.of(TEMPORARY), "keys",
          List.of(TEMPORARY, SIMPLE), "keys",
          List.of(SDK + "DefaultCredentialsProvider"), "chain",
          List.of(SDK + "InstanceProfileCredentialsProvider"), "instance-profile",
          List.of(SDK + "ContainerCredentialsProvider"), "container",
          List.of(SDK + "WebIdentityTokenFileCredentialsProvider"), "web-identity");

  private static final String MACHINES =
      "instance-profile (the machine's, on EC2) or container (on ECS and EKS)";
  private static final String ENVIRONMENTS = "chain, which looks into the environment too";

  /** What to write where it depends. */
  private static final Map<List<String>, String> LIKE =
      Map.of(
          List.of(HADOOP + "auth.IAMInstanceCredentialsProvider"),
          MACHINES,
          List.of("com.amazonaws.auth.InstanceProfileCredentialsProvider"),
          MACHINES,
          List.of("com.amazonaws.auth.EC2ContainerCredentialsProviderWrapper"),
          MACHINES,
          List.of(ENVIRONMENT),
          ENVIRONMENTS,
          List.of("com.amazonaws.auth.EnvironmentVariableCredentialsProvider"),
          ENVIRONMENTS,
          List.of(SDK + "ProfileCredentialsProvider"),
          "profile:NAME",
          List.of(HADOOP + "auth.ProfileAWSCredentialsProvider"),
          "profile:NAME, or an identity of the routes' JSON that names its file");

  private final RolecallConfig config;
  private final Configuration conf;

  S3ACredentials(RolecallConfig config) {
    this.config = config;
    this.conf = config.conf();
  }

  /**
   * A base identity that is chosen.
   *
   * @param key the key that chooses it, as it is written
   * @param text as in {@link RolecallKeys#BASE_IDENTITY}
   */
  record Choice(String key, String text) {}

  /**
   * Who calls STS: Rolecall's own key goes before S3A's.
   *
   * @throws ConfigException if S3A's key means nobody that Rolecall has a name for
   */
  Choice base() {
    List<String> listed = List.copyOf(conf.getTrimmedStringCollection(STS_PROVIDER));
    String own = conf.getTrimmed(RolecallKeys.BASE_IDENTITY.name(), "");
    if (!own.isEmpty() || HADOOPS.contains(listed)) {
      return new Choice(
          RolecallKeys.BASE_IDENTITY.written(conf), RolecallKeys.BASE_IDENTITY.get(conf));
    }
    String key = written(STS_PROVIDER);
    String same = conf.getTrimmed(MAPPING, "").isEmpty() ? SAME.get(listed) : null;
    if (same == null) {
      throw new ConfigException(
          key
              + " = '"
              + String.join(",", listed)
              + "': Rolecall calls STS with no class of the configuration. Set "
              + RolecallKeys.BASE_IDENTITY.name()
              + " = "
              + LIKE.getOrDefault(
                  listed,
                  "keys, chain, instance-profile, container, web-identity, profile:NAME or"
                      + " properties:FILE")
              + "; it goes before this key",
          null);
    }
    return new Choice(key, same);
  }

  /**
   * Whether a value of S3A's key of providers means that requests are not signed.
   *
   * @param providers the key's value
   */
  static boolean isAnonymous(String providers) {
    return ANONYMOUS.contains(providers.trim());
  }

  /**
   * Whether S3A does not sign the bucket's requests.
   *
   * @return the key that says so, as it is written
   */
  Optional<String> anonymous() {
    boolean renamed = !conf.getTrimmed(MAPPING, "").isEmpty();
    return !renamed && isAnonymous(conf.getTrimmed(PROVIDER, ""))
        ? Optional.of(written(PROVIDER))
        : Optional.empty();
  }

  /** Whether the bucket itself says that its requests are not signed. */
  boolean isOwnAnonymous() {
    return anonymous().filter(key -> key.equals(ownKey(PROVIDER))).isPresent();
  }

  /** Whether the bucket itself has a role. */
  boolean isOwnRole() {
    return !config.bucket().isEmpty() && conf.get(ownKey(RolecallKeys.ROLE_ARN.name())) != null;
  }

  /**
   * Refuses a role beside requests that S3A does not sign: one of both keys is not meant. A
   * bucket's own key goes before the role of all.
   *
   * @throws ConfigException if both are set
   */
  void checkAnonymousAlone() {
    Optional<String> role = RolecallKeys.ROLE_ARN.find(conf);
    if (role.isEmpty() || (isOwnAnonymous() && !isOwnRole())) {
      return;
    }
    String key = written(PROVIDER);
    throw new ConfigException(
        key
            + " = '"
            + conf.getTrimmed(PROVIDER, "")
            + "' and "
            + RolecallKeys.ROLE_ARN.written(conf)
            + " = '"
            + role.get()
            + "': S3A would not sign, and not use the role. Remove one of them, or set "
            + (config.bucket().isEmpty() ? PROVIDER : ownKey(PROVIDER))
            + " = "
            + ASSUMED_ROLE
            + " where the role is meant",
        null);
  }

  /**
   * Refuses credentials that S3A has for this bucket alone, where its role is that of all buckets.
   *
   * @param base the base identity that assumes the role
   * @throws ConfigException if the bucket's own would be passed over
   */
  void checkUnderARoleOfAll(Supplier<ChosenIdentity> base) {
    if (config.bucket().isEmpty()) {
      return;
    }
    List<String> providers = List.copyOf(conf.getTrimmedStringCollection(PROVIDER));
    boolean byRole = providers.equals(List.of(ASSUMED_ROLE));
    String ownProvider = ownKey(PROVIDER);
    if (!byRole && !conf.getTrimmed(ownProvider, "").isEmpty()) {
      throw refused(ownProvider + " = '" + String.join(",", providers) + "'");
    }
    if (!config.hasOwn(RolecallConfig.ACCESS_KEY)) {
      return;
    }
    String ownAccessKey = ownKey(RolecallConfig.ACCESS_KEY);
    if (!byRole) {
      throw refused(ownAccessKey);
    }
    if (conf.get(ownKey(RolecallKeys.BASE_IDENTITY.name())) != null) {
      return;
    }
    IdentitySource caller = base.get().source();
    if (!new StaticKeysReader(config).find().equals(Optional.of(caller))) {
      throw new ConfigException(
          ownAccessKey
              + " is set, but "
              + caller
              + " would assume the role. Set "
              + ownKey(RolecallKeys.BASE_IDENTITY.name())
              + " = keys, or remove the bucket's keys",
          null);
    }
  }

  private ConfigException refused(String what) {
    String bucket = config.bucket();
    return new ConfigException(
        what
            + ": S3A signs for s3a://"
            + bucket
            + " with it, and the role of all buckets would take its place. Give the bucket a role of"
            + " its own ("
            + ownKey(RolecallKeys.ROLE_ARN.name())
            + "), or route it to its keys: {\"location\": \"s3a://"
            + bucket
            + "\", \"identity\": \"keys\"}",
        null);
  }

  private String written(String key) {
    return !config.bucket().isEmpty() && conf.get(ownKey(key)) != null ? ownKey(key) : key;
  }

  private String ownKey(String key) {
    return S3A + "bucket." + config.bucket() + "." + key.substring(S3A.length());
  }
}
