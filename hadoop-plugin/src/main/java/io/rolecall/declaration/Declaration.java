package io.rolecall.declaration;

import io.rolecall.config.ConfigException;
import io.rolecall.config.DeclarationMode;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.declaration.GovernedKeys.Setting;
import io.rolecall.routes.RouteBook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operator of this process declared when it started: one set of settings, and one more for
 * each name that the launch gives settings of its own. A file system's configuration is believed if
 * it says for its bucket what one of the sets says. Thread-safe.
 *
 * <p><b>Problem.</b> Spark and other hosts copy text of their users, such as SQL's {@code SET} or
 * the options of a table, into the configuration of new file systems, and Hadoop keeps these for
 * all. So a key that decides who signs may come from anybody. <b>Solution.</b> The values in force
 * are compared with those of the launch, and a difference is refused; nothing is ignored, and
 * nothing is narrowed.
 */
public final class Declaration {

  private static final Logger LOG = LoggerFactory.getLogger(Declaration.class);

  /** Where S3A buffers what it writes: a variable of it, hadoop.tmp.dir, is each machine's own. */
  private static final String BUFFERS = "fs.s3a.buffer.dir";

  /** The name of the set that every launch has. */
  public static final String BASE = "";

  private final Map<String, RouteBook> sets = new LinkedHashMap<>();
  private final String keyPrefix;
  private final boolean executor;
  private final boolean open;

  private Declaration(Launch launch) {
    Configuration base = new Configuration(launch.base().get());
    this.keyPrefix = launch.keyPrefix();
    this.executor = launch.executor();
    this.open = RolecallKeys.DECLARATION.get(base) == DeclarationMode.OPEN;
    sets.put(BASE, RouteBook.of(BASE, base));
    launch
        .sets()
        .forEach(
            (name, settings) -> {
              Configuration own = new Configuration(base);
              settings.forEach((key, value) -> own.set(key, value, keyPrefix));
              sets.put(name, RouteBook.of(name, own));
            });
    if (open) {
      LOG.warn(
          "{} = open: code and SQL text that run in this application may choose roles and buckets for"
              + " everybody who shares it. It is for a driver with one user",
          RolecallKeys.DECLARATION.name());
    }
  }

  /**
   * The declaration of a launch.
   *
   * @param launch what the host was started with
   * @return the declaration
   * @throws ConfigException if its own settings are not valid
   */
  static Declaration of(Launch launch) {
    return new Declaration(launch);
  }

  /**
   * The declared sets, by name; the base has the name {@link #BASE} and is the first.
   *
   * @return the routes of each set
   */
  public List<RouteBook> sets() {
    return List.copyOf(sets.values());
  }

  /**
   * What the site files of this process declare and its launch does not: other processes of the
   * application must be told, whose site files may differ. Passwords and keys are left out; a
   * process that needs them has them in its own.
   *
   * @param launched tells whether the launch itself sets a key
   * @return the settings, as they are written
   */
  public Map<String, String> ofSiteFiles(Predicate<String> launched) {
    Configuration base = sets().get(0).conf();
    Map<String, String> found = new TreeMap<>();
    for (Map.Entry<String, String> entry : base) {
      String key = entry.getKey();
      if (GovernedKeys.isGoverned(key)
          && !GovernedKeys.isPassword(key)
          && !GovernedKeys.isDefault(base, key)
          && !launched.test(key)) {
        found.put(key, entry.getValue());
      }
    }
    return found;
  }

  /**
   * Whether a running driver may choose roles and buckets for its own file systems.
   *
   * @return true if the launch says so
   */
  public boolean isOpen() {
    return open;
  }

  /**
   * The configuration that a file system is to have.
   *
   * @param conf what it is given; is not changed
   * @param scheme its scheme, which has a cache of its own
   * @param bucket its bucket
   * @return a copy; where Hadoop keeps the file system for everybody, the keys that anybody may set
   *     have their declared values in it
   * @throws ConfigException if it agrees with no declared set
   */
  public Configuration settle(Configuration conf, String scheme, String bucket) {
    Configuration settled = new Configuration(conf);
    RouteBook set = admit(settled, bucket);
    if (executor) {
      // Of its variables, this machine's own values count, and not those that came with a query.
      RolecallConfig.of(set.conf(), bucket)
          .text(BUFFERS)
          .ifPresentOrElse(own -> settled.set(BUFFERS, own), () -> settled.unset(BUFFERS));
      settled.unset("fs.s3a.bucket." + bucket + BUFFERS.substring("fs.s3a".length()));
    }
    if (!settled.getBoolean("fs." + scheme + ".impl.disable.cache", false)) {
      checkCache(scheme, bucket);
      GovernedKeys.takeFree(settled, set.conf(), bucket)
          .forEach(
              key ->
                  LOG.info(
                      "s3a://{}: {} is as it was launched, because the file system is kept for all who"
                          + " share this application; with fs.{}.impl.disable.cache = true it is for one",
                      bucket,
                      key,
                      scheme));
    }
    return settled;
  }

  /**
   * The declared set that a configuration agrees with for a bucket.
   *
   * @param conf a file system's configuration
   * @param bucket its bucket
   * @return the set's routes
   * @throws ConfigException if it agrees with none; says which key differs, what was declared, and
   *     who may change it
   */
  public RouteBook admit(Configuration conf, String bucket) {
    Map<String, Setting> given = GovernedKeys.inForce(conf, bucket);
    Map<RouteBook, Map<String, Setting>> declared = new LinkedHashMap<>();
    sets.values().forEach(set -> declared.put(set, GovernedKeys.inForce(set.conf(), bucket)));
    List<Difference> first = null;
    for (Map.Entry<RouteBook, Map<String, Setting>> set : declared.entrySet()) {
      List<Difference> differences = differences(given, set.getValue());
      if (differences.isEmpty()) {
        return set.getKey();
      }
      first = first == null ? differences : first;
    }
    List<Difference> differences = first == null ? List.of() : first;
    // Executors ask the driver, which passes on what was declared and nothing else.
    if (open && !executor && differences.stream().allMatch(this::mayBeChosen)) {
      RouteBook chosen = RouteBook.of(BASE, new Configuration(conf));
      if (OpenRoutes.stayWithin(sets().get(0), chosen, bucket)) {
        return chosen;
      }
    }
    throw refused(bucket, differences);
  }

  private boolean mayBeChosen(Difference difference) {
    return GovernedKeys.isOpen(difference.key());
  }

  /** A key whose value in force is not the declared one; null where it is not set. */
  private record Difference(String key, @Nullable Setting given, @Nullable Setting declared) {}

  private List<Difference> differences(Map<String, Setting> given, Map<String, Setting> declared) {
    List<Difference> differences = new ArrayList<>();
    for (String key :
        Stream.concat(given.keySet().stream(), declared.keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new))) {
      Setting one = given.get(key);
      Setting other = declared.get(key);
      if (!isSame(one, other) && !isOfNoMeaning(key, one, other)) {
        differences.add(new Difference(key, one, other));
      }
    }
    return differences;
  }

  private boolean isOfNoMeaning(String key, @Nullable Setting given, @Nullable Setting declared) {
    return (executor && GovernedKeys.isStaticKey(key))
        || (executor && key.equals(BUFFERS) && isWrittenAlike(given, declared))
        || (given != null && Wiring.isOwn(key, given.value()));
  }

  private static boolean isWrittenAlike(@Nullable Setting given, @Nullable Setting declared) {
    return given != null && declared != null && given.written().equals(declared.written());
  }

  /** What is set to nothing is not unset: S3A may have a default for the one and not the other. */
  private static boolean isSame(@Nullable Setting given, @Nullable Setting declared) {
    return (given == null || declared != null) && value(given).equals(value(declared));
  }

  private static String value(@Nullable Setting setting) {
    return setting == null ? "" : setting.value();
  }

  /** Hadoop's cache would serve the files of one set with the file system of another. */
  private void checkCache(String scheme, String bucket) {
    Map<String, Setting> base = GovernedKeys.inForce(sets().get(0).conf(), bucket);
    sets.values()
        .forEach(
            set -> {
              List<Difference> differences =
                  differences(GovernedKeys.inForce(set.conf(), bucket), base);
              if (!differences.isEmpty()) {
                throw new ConfigException(
                    "s3a://"
                        + bucket
                        + ": '"
                        + set.name()
                        + "' declares "
                        + differences.get(0).key()
                        + " otherwise than the application does, but Hadoop keeps one file system of a"
                        + " bucket for both. Set "
                        + keyPrefix
                        + "fs."
                        + scheme
                        + ".impl.disable.cache = true",
                    null);
              }
            });
  }

  private ConfigException refused(String bucket, List<Difference> differences) {
    Difference difference = differences.get(0);
    Setting given = difference.given();
    Setting declared = difference.declared();
    String name = given != null ? given.name() : difference.key();
    StringBuilder text = new StringBuilder("s3a://").append(bucket).append(": ").append(name);
    if (given == null) {
      text.append(" is not set");
    } else {
      text.append(" = ").append(given.shown()).append(" (").append(given.source()).append(')');
    }
    text.append(", but this application was started with ")
        .append(declared == null || declared.value().isEmpty() ? "none" : declared.shown());
    if (isWrittenAlike(given, declared)) {
      text.append(" and another value of its variables");
    }
    if (differences.size() > 1) {
      text.append(" (and ").append(differences.size() - 1).append(" more keys differ)");
    }
    text.append(
            ". Who signs, and where requests go, is declared by whoever starts the application: set ")
        .append(keyPrefix)
        .append(name)
        .append(" at launch, or do without it here");
    if (open && executor) {
      text.append(". What an open declaration lets a driver choose serves the driver's own file")
          .append(" systems: executors have the roles of the launch");
    } else if (!open && mayBeChosen(difference)) {
      text.append(". ")
          .append(keyPrefix)
          .append(RolecallKeys.DECLARATION.name())
          .append(" = open, at launch, lets a driver with one user choose roles later");
    }
    return new ConfigException(text.toString(), null);
  }

  /** The names of its sets; no settings. */
  @Override
  public String toString() {
    return "declaration of " + sets.keySet() + (open ? ", open" : "");
  }
}
