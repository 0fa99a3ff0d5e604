package io.rolecall.declaration;

import io.rolecall.config.ConfigException;
import io.rolecall.config.DeclarationMode;
import io.rolecall.config.RolecallKeys;
import io.rolecall.route.NamedClient;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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
 * are compared with those of the launch, and a difference is refused. What a file system then gets
 * is the launch's configuration, so that a key that nobody compared decides nothing either.
 */
public final class Declaration {

  private static final Logger LOG = LoggerFactory.getLogger(Declaration.class);

  /** The name of the set that every launch has. */
  public static final String BASE = DeclaredSets.BASE;

  /**
   * The property of a catalog that names the catalog whose {@code spark.sql.catalog.NAME.hadoop.*}
   * are used, where a client is given the properties alone: {@value}.
   */
  public static final String CATALOG = "rolecall.catalog";

  private static final int LONGEST_NAME = 200;

  private final DeclaredSets sets;
  private final HadoopCache cache;
  private final JvmProperties properties;
  private final String keyPrefix;
  private final boolean executor;
  private final boolean open;

  private Declaration(Launch launch, ClassLoader own) {
    Configuration base = launch.read(own);
    this.keyPrefix = launch.keyPrefix();
    this.executor = launch.executor();
    this.open = RolecallKeys.DECLARATION.get(base) == DeclarationMode.OPEN;
    this.sets = DeclaredSets.of(base, launch.sets(), keyPrefix, own);
    this.cache = new HadoopCache(sets, keyPrefix, executor);
    this.properties = JvmProperties.of(sets().stream().map(RouteBook::conf).toList());
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
    return of(launch, Declaration.class.getClassLoader());
  }

  static Declaration of(Launch launch, ClassLoader siteFiles) {
    return new Declaration(launch, siteFiles);
  }

  /**
   * The declared sets, by name; the base has the name {@link #BASE} and is the first. EMR's own
   * file makes one more, if it says something that the launch does not.
   *
   * @return the routes of each set
   */
  public List<RouteBook> sets() {
    return sets.all();
  }

  /**
   * The set of a catalog of tables that has keys of its own.
   *
   * @param catalog what {@link #CATALOG} says; null for the set that every application has
   * @return its routes
   * @throws ConfigException if the launch gives that catalog no keys
   */
  public RouteBook ofCatalog(@Nullable String catalog) {
    if (catalog == null) {
      return base();
    }
    return sets.find(CatalogSets.name(catalog))
        .orElseThrow(
            () ->
                new ConfigException(
                    CatalogSets.missing(catalog) + ". " + CatalogSets.REMEDY, null));
  }

  /**
   * What the site files of this process declare and its launch does not, with the variables that it
   * names: other processes of the application must be told, whose site files may differ. Passwords
   * and keys are left out; a process that needs them has them in its own.
   *
   * @param launched tells whether the launch itself sets a key
   * @return the settings, as they are written
   */
  public Map<String, String> ofSiteFiles(Predicate<String> launched) {
    return SiteSettings.of(base().conf(), launched);
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
   * The configuration that a file system is to have: the launch's. Where Hadoop does not keep the
   * file system for everybody, the keys that anybody may set are as they were given.
   *
   * @param conf what it is given; is not changed
   * @param scheme its scheme, which has a cache of its own
   * @param bucket its bucket
   * @param alone whether Hadoop keeps no such file system, whatever is configured
   * @return a new configuration
   * @throws ConfigException if what is given agrees with no declared set, or the cache would serve
   *     one file system for another
   */
  public Configuration settle(Configuration conf, String scheme, String bucket, boolean alone) {
    RouteBook set = admit(conf, bucket);
    Configuration settled = new Configuration(set.conf());
    if (alone || HadoopCache.isOff(conf, scheme)) {
      FreeKeys.take(settled, conf, bucket);
      return settled;
    }
    if (sets().contains(set)) {
      cache.check(set, bucket, scheme);
    } else {
      LOG.warn(
          "s3a://{}: this file system has what was chosen after the launch, and Hadoop keeps it: what is"
              + " chosen for this bucket later changes nothing, unless {} = true",
          bucket,
          HadoopCache.off(scheme));
    }
    Set<String> asLaunched = FreeKeys.differences(settled, conf, bucket);
    if (!asLaunched.isEmpty()) {
      LOG.info(
          "s3a://{}: {} as launched, because the file system is kept for all who share this application;"
              + " with {} = true it is for one",
          bucket,
          FreeKeys.told(asLaunched),
          HadoopCache.off(scheme));
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
    return admit(conf, Opened.bucket(bucket));
  }

  /**
   * The declared set that a configuration agrees with for a client of another service.
   *
   * @param conf the client's configuration
   * @param client the client
   * @return the set's routes
   * @throws ConfigException if it agrees with none
   */
  RouteBook admit(Configuration conf, NamedClient client) {
    return admit(conf, Opened.client(client));
  }

  private RouteBook admit(Configuration conf, Opened opened) {
    properties.check(opened);
    Map<String, Setting> given = opened.inForce(conf);
    for (RouteBook set : sets()) {
      if (differences(given, set, opened).isEmpty()) {
        return set;
      }
    }
    List<Difference> differences = differences(given, base(), opened);
    boolean mayBeChosen = differences.stream().allMatch(Difference::mayBeChosen);
    // Executors ask the driver, which passes on what was declared and nothing else.
    if (open && !executor && mayBeChosen) {
      Configuration chosen = new Configuration(base().conf());
      differences.forEach(difference -> opened.choose(difference, chosen));
      RouteBook routes = RouteBook.of(BASE, chosen);
      if (OpenRoutes.stayWithin(base(), routes, opened)) {
        return routes;
      }
    }
    throw Difference.refusal(
        opened.shown(), differences, keyPrefix, advice(differences.get(0)), executor);
  }

  /**
   * The declared set that a configuration of EMRFS's agrees with for a bucket. EMRFS's own keys
   * must agree too: they say where it sends what it signs.
   *
   * @param conf EMRFS's configuration
   * @param bucket its bucket
   * @return the set's routes
   * @throws ConfigException if it agrees with none
   */
  RouteBook admitEmrfs(Configuration conf, String bucket) {
    List<Difference> own = sets.emrfs().differences(conf, bucket, executor);
    if (!own.isEmpty()) {
      throw Difference.refusal(Opened.bucket(bucket).shown(), own, keyPrefix, "", executor);
    }
    return admit(conf, bucket);
  }

  /**
   * Whether a file system that was opened under the declaration before is what this one would give.
   *
   * @param before the declaration that it was opened under
   * @param conf the file system's configuration
   * @param bucket its bucket
   * @param user whom its routes are for
   * @return false also if either declaration refuses it
   */
  boolean givesTheSame(Declaration before, Configuration conf, String bucket, HadoopUser user) {
    try {
      RouteBook now = admit(conf, bucket);
      RouteBook then = before.admit(conf, bucket);
      return now.routesAlike(then, bucket, user);
    } catch (ConfigException e) {
      LOG.debug("s3a://{} of the application before", bucket, e);
      return false;
    }
  }

  private String advice(Difference first) {
    if (open && executor) {
      return ". What an open declaration lets a driver choose serves the driver's own file systems:"
          + " executors have the roles of the launch";
    }
    return !open && first.mayBeChosen() ? Difference.adviceToOpen(keyPrefix) : "";
  }

  private RouteBook base() {
    return sets().get(0);
  }

  private List<Difference> differences(Map<String, Setting> given, RouteBook set, Opened opened) {
    return Difference.between(given, opened.inForce(set.conf()), executor);
  }

  /** The names of its sets; no settings. */
  @Override
  public String toString() {
    return "declaration of " + sets + (open ? ", open" : "");
  }
}
