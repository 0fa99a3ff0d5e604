package io.rolecall.declaration;

import io.rolecall.config.RolecallKeys;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The keys that only a declaration can set. They decide who signs, where a request goes, or which
 * class or file is read; so everything that S3A or Rolecall reads is governed, but for a short list
 * of keys that tune how data is read and written.
 */
final class GovernedKeys {

  private static final String S3A = "fs.s3a.";
  private static final String BUCKET = S3A + "bucket.";
  private static final String SECURITY = "hadoop.security.";
  private static final String CREDENTIAL_PROVIDERS = SECURITY + "credential.provider.path";
  private static final String S3A_CREDENTIAL_PROVIDERS = S3A + "security.credential.provider.path";

  /** What an open declaration lets a running driver choose besides. */
  private static final Set<String> OPEN =
      Set.of(
          RolecallKeys.ROUTES.name(),
          RolecallKeys.ROLE_ARN.name(),
          RolecallKeys.EXTERNAL_ID.name(),
          RolecallKeys.SESSION_DURATION.name(),
          RolecallKeys.SESSION_NAME.name(),
          RolecallKeys.POLICY.name(),
          RolecallKeys.SESSION_TAGS.name(),
          RolecallKeys.SOURCE_IDENTITY.name(),
          RolecallKeys.JOB_ID.name(),
          RolecallKeys.JOB_NAME.name(),
          "fs.s3a.access.key",
          "fs.s3a.secret.key",
          "fs.s3a.session.token");

  /** S3A's static keys: they belong to the base identity, which an executor does not have. */
  private static final Set<String> STATIC_KEYS =
      Set.of("fs.s3a.access.key", "fs.s3a.secret.key", "fs.s3a.session.token");

  private static final List<String> PASSWORD =
      List.of("secret", "password", "session.token", "access.key", "encryption.key");

  /**
   * What S3A takes for a key of KMS: an ARN, an alias, or an id; SSE-C's keys are none of these.
   */
  private static final Pattern KMS_KEY =
      Pattern.compile(
          "arn:.+:kms:.+|alias/.+|mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** A variable in a value. */
  static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}$:\\s]+)");

  /** Each machine has its own. */
  private static final String OWN_FOLDER = "hadoop.tmp.dir";

  private GovernedKeys() {}

  /** Whether a key is compared; a bucket's own is if that of all is. */
  static boolean isGoverned(String key) {
    return (key.startsWith(S3A) || key.startsWith(SECURITY)) && !FreeKeys.isFree(key);
  }

  /** Whether a key's value alone lets somebody in; the name of a key of KMS does not. */
  static boolean isPassword(String key, String value) {
    String name = key.toLowerCase(Locale.ROOT);
    // Of a bucket's own key, the end: the bucket may have any name.
    boolean password =
        PASSWORD.stream()
            .anyMatch(name.startsWith(BUCKET) ? part -> endsWith(name, part) : name::contains);
    return password && !KMS_KEY.matcher(value.trim()).matches();
  }

  private static boolean endsWith(String key, String part) {
    return key.endsWith(part) || key.endsWith(part + ".key");
  }

  /** Whether a key is a password that S3A has no use for. */
  static boolean isPasswordOfHadoop(String key) {
    return key.startsWith(SECURITY) && isPassword(key, "");
  }

  /** A key's name for one bucket. */
  static String ofBucket(String key, String bucket) {
    return BUCKET + bucket + "." + key.substring(S3A.length());
  }

  static boolean isDefault(Configuration conf, String key) {
    String[] sources = conf.getPropertySources(key);
    return sources != null && sources.length > 0 && sources[0].endsWith(Setting.DEFAULTS);
  }

  /**
   * The keys that a value names as variables and that a configuration's files set: not those of the
   * environment, of the JVM, or of each machine.
   */
  static Set<String> variables(Configuration conf, String value) {
    Set<String> names = new TreeSet<>();
    Matcher variable = VARIABLE.matcher(value);
    while (variable.find()) {
      String name = variable.group(1);
      if (conf.getRaw(name) != null && !isDefault(conf, name) && !name.equals(OWN_FOLDER)) {
        names.add(name);
      }
    }
    return names;
  }

  static boolean isOpen(String key) {
    return OPEN.contains(key);
  }

  static boolean isStaticKey(String key) {
    return STATIC_KEYS.contains(key);
  }

  /**
   * What is in force for a bucket.
   *
   * @param conf a configuration
   * @param bucket the bucket, whose own keys go before those of all
   * @return each governed key as it is in force, by its name without the bucket's
   */
  static Map<String, Setting> inForce(Configuration conf, String bucket) {
    return inForce(conf, Optional.ofNullable(bucket));
  }

  /**
   * What is in force for a bucket, or for what is in none.
   *
   * @param conf a configuration
   * @param bucket the bucket, whose own keys go before those of all; empty if there is none
   * @return each governed key as it is in force, by its name without the bucket's
   */
  static Map<String, Setting> inForce(Configuration conf, Optional<String> bucket) {
    Map<String, Setting> ofAll = new TreeMap<>();
    Map<String, Setting> own = new TreeMap<>();
    Optional<String> prefix = bucket.map(name -> BUCKET + name + ".");
    for (Map.Entry<String, String> entry : conf) {
      String name = entry.getKey();
      if (!name.startsWith(BUCKET)) {
        if (name.startsWith(S3A) || name.startsWith(SECURITY)) {
          put(ofAll, name, name, conf);
        }
      } else if (prefix.filter(name::startsWith).isPresent()) {
        String option = name.substring(prefix.get().length());
        if (!option.isEmpty() && !option.startsWith("bucket.") && !option.equals("impl")) {
          put(own, S3A + option, name, conf);
        }
      }
    }
    ofAll.putAll(own);
    joinCredentialProviders(ofAll);
    return ofAll;
  }

  private static void put(
      Map<String, Setting> settings, String key, String name, Configuration conf) {
    if (!FreeKeys.isFree(key)) {
      settings.put(key, Setting.of(conf, name));
    }
  }

  /**
   * As S3A does when it starts: its own list of credential providers goes before Hadoop's, and
   * those that lie on S3A itself are left out. Its configuration then says so.
   */
  private static void joinCredentialProviders(Map<String, Setting> settings) {
    Setting first = settings.get(S3A_CREDENTIAL_PROVIDERS);
    Setting others = settings.get(CREDENTIAL_PROVIDERS);
    Setting named = others != null ? others : first;
    if (named == null) {
      return;
    }
    Set<String> values = new LinkedHashSet<>();
    Set<String> written = new LinkedHashSet<>();
    for (Setting each : Stream.of(first, others).filter(Objects::nonNull).toList()) {
      addProviders(each.value(), values);
      addProviders(each.written(), written);
    }
    settings.put(
        CREDENTIAL_PROVIDERS,
        new Setting(
            named.name(), String.join(",", values), String.join(",", written), named.source()));
  }

  private static void addProviders(String list, Set<String> providers) {
    for (String provider : list.split(",")) {
      if (!provider.isBlank() && !provider.contains("://s3a@")) {
        providers.add(provider.trim());
      }
    }
  }
}
