package io.rolecall.routes;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.route.IdentitySource;
import io.rolecall.routes.json.ChosenIdentity;
import io.rolecall.routes.json.StaticKeysReader;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * S3A's own keys that say who a bucket's requests, or the calls to STS, are signed by. What they
 * mean is honoured or refused; a switch from S3A must not change who signs without a word.
 */
final class S3ACredentials {

  private static final String S3A = "fs.s3a.";
  private static final String PROVIDER = S3A + "aws.credentials.provider";
  private static final String STS_PROVIDER = S3A + "assumed.role.credentials.provider";
  private static final String MAPPING = S3A + "aws.credentials.provider.mapping";

  /** The keys that are read here, but for those that {@link RolecallConfig} names. */
  static final List<String> KEYS =
      List.of(PROVIDER, STS_PROVIDER, MAPPING, S3ACallers.PROFILE_FILE, S3ACallers.PROFILE_NAME);

  /** Requests that are not signed; S3A takes the SDK's old name for the same. */
  private static final List<String> ANONYMOUS =
      List.of(
          S3ACallers.HADOOP + "AnonymousAWSCredentialsProvider",
          "com.amazonaws.auth.AnonymousAWSCredentials");

  private static final String ASSUMED_ROLE =
      S3ACallers.HADOOP + "auth.AssumedRoleCredentialProvider";

  /** What Hadoop has, in core-default.xml and in S3A's code: stated explicitly, it is no choice. */
  private static final List<List<String>> HADOOPS =
      List.of(
          List.of(),
          List.of(S3ACallers.SIMPLE),
          List.of(S3ACallers.SIMPLE, S3ACallers.ENVIRONMENT));

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
   * @param source the identity, where that key has no word for it; null: what the text means
   */
  record Choice(String key, String text, @Nullable IdentitySource source) {}

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
          RolecallKeys.BASE_IDENTITY.written(conf), RolecallKeys.BASE_IDENTITY.get(conf), null);
    }
    String key = written(STS_PROVIDER);
    Optional<S3ACallers.Meant> meant =
        isRenamed() ? Optional.empty() : new S3ACallers(conf).meaning(listed);
    return meant
        .map(identity -> new Choice(key, identity.word(), identity.source()))
        .orElseThrow(
            () ->
                new ConfigException(
                    key
                        + " = '"
                        + String.join(",", listed)
                        + "': Rolecall calls STS with no class of the configuration, but for those"
                        + " that mean exactly one base identity. Set "
                        + RolecallKeys.BASE_IDENTITY.name()
                        + " = keys, environment, chain, instance-profile, container, web-identity,"
                        + " profile:NAME or properties:FILE; it goes before this key",
                    null));
  }

  /** Whether another class may stand for one of those that are written. */
  private boolean isRenamed() {
    return !conf.getTrimmed(MAPPING, "").isEmpty();
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
    return !isRenamed() && isAnonymous(conf.getTrimmed(PROVIDER, ""))
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
      throw refused(
          ownProvider + " = '" + String.join(",", providers) + "'",
          isRenamed()
              ? "IDENTITY"
              : new S3ACallers(conf)
                  .meaning(providers)
                  .map(S3ACallers.Meant::word)
                  .orElse("IDENTITY"));
    }
    if (!config.hasOwn(RolecallConfig.ACCESS_KEY)) {
      return;
    }
    String ownAccessKey = ownKey(RolecallConfig.ACCESS_KEY);
    if (!byRole) {
      throw refused(ownAccessKey, "keys");
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

  private ConfigException refused(String what, String identity) {
    String bucket = config.bucket();
    return new ConfigException(
        what
            + ": S3A signs for s3a://"
            + bucket
            + " with it, and the role of all buckets would take its place. Give the bucket a role of"
            + " its own ("
            + ownKey(RolecallKeys.ROLE_ARN.name())
            + "), or route it to that identity, which the driver alone has: {\"location\": \"s3a://"
            + bucket
            + "\", \"identity\": \""
            + identity
            + "\"}",
        null);
  }

  private String written(String key) {
    return !config.bucket().isEmpty() && conf.get(ownKey(key)) != null ? ownKey(key) : key;
  }

  private String ownKey(String key) {
    return S3A + "bucket." + config.bucket() + "." + key.substring(S3A.length());
  }
}
