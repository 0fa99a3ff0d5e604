package io.rolecall.declaration;

import io.rolecall.route.NamedClient;
import io.rolecall.routes.RouteBook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The routes of a launch: those of the set that every application has, and those of each name that
 * the launch gives settings of its own. Immutable.
 */
public final class DeclaredSets {

  /** The name of the set that every launch has. */
  static final String BASE = "";

  /** The name of the set that EMR's own file makes: {@value}. */
  public static final String EMRFS = EmrfsSite.NAME;

  private final Map<String, RouteBook> sets = new LinkedHashMap<>();
  private final EmrfsSite emrfs;

  private DeclaredSets(RouteBook base, EmrfsSite emrfs) {
    sets.put(BASE, base);
    this.emrfs = emrfs;
  }

  /**
   * The sets. No routes are read yet.
   *
   * @param base the configuration of all; must not change any more
   * @param own further settings by name, each over the base, as {@link CatalogSets} finds them
   * @param source what is said of where the further settings come from
   * @param siteFiles the loader that may have EMR's own file
   * @return the sets
   */
  public static DeclaredSets of(
      Configuration base,
      Map<String, Map<String, String>> own,
      String source,
      ClassLoader siteFiles) {
    DeclaredSets declared =
        new DeclaredSets(
            RouteBook.of(BASE, base),
            new EmrfsSite(base, Launch.with(base, EmrfsSite.FILE, siteFiles)));
    own.forEach(
        (name, settings) -> {
          Configuration named = new Configuration(base);
          settings.forEach((key, value) -> named.set(key, value, source));
          declared.sets.put(name, RouteBook.of(name, named));
        });
    return declared;
  }

  /**
   * The sets of a program that is launched with properties of Spark's among Hadoop's, as {@code
   * spark-defaults.conf} has them. No routes are read yet.
   *
   * @param conf all of them; must not change any more
   * @return the sets
   */
  public static DeclaredSets of(Configuration conf) {
    Map<String, String> launched = new TreeMap<>();
    for (Map.Entry<String, String> entry : conf) {
      launched.put(entry.getKey(), entry.getValue());
    }
    return ofSpark(conf, launched);
  }

  /**
   * The sets of a driver. No routes are read yet.
   *
   * @param conf the configuration of all; must not change any more
   * @param launched Spark's properties
   * @return the sets
   */
  public static DeclaredSets ofSpark(Configuration conf, Map<String, String> launched) {
    return of(
        conf, CatalogSets.of(launched), "spark.sql.catalog", DeclaredSets.class.getClassLoader());
  }

  /**
   * One of the sets, as if it were that of all.
   *
   * @param set the set
   * @return the set, and no other
   */
  public static DeclaredSets only(RouteBook set) {
    return new DeclaredSets(set, new EmrfsSite(set.conf(), set.conf()));
  }

  /**
   * All of them. EMR's own file makes one, if it says something that the launch does not.
   *
   * @return the routes of each set; the base is the first
   */
  public List<RouteBook> all() {
    return Stream.concat(sets.values().stream(), emrfs.set().stream()).toList();
  }

  /**
   * Those of Hadoop's file systems; EMRFS is none of these.
   *
   * @return the routes of each set; the base is the first
   */
  public List<RouteBook> ofFileSystems() {
    return List.copyOf(sets.values());
  }

  /**
   * What EMRFS is configured with: the launch, and EMR's own file if there is one.
   *
   * @return the configuration; not to be changed
   */
  public Configuration confOfEmrfs() {
    return emrfs.conf();
  }

  /** What is declared for EMRFS. */
  EmrfsSite emrfs() {
    return emrfs;
  }

  /** The set of a name; empty if the launch gives it no settings. */
  Optional<RouteBook> find(String name) {
    return Optional.ofNullable(sets.get(name));
  }

  /**
   * Whether a file system of one set has what one of the other has: routes, and every key that says
   * who signs or where a request goes.
   *
   * @param one a set
   * @param other another one
   * @param bucket the file system's bucket
   * @return false if a file system of the one is not one of the other
   */
  public static boolean agree(RouteBook one, RouteBook other, String bucket) {
    return Opened.bucket(bucket).isAlike(one, other);
  }

  /**
   * Whether one set has for clients of other services what another has.
   *
   * @param one a set
   * @param other another one
   * @param client the client
   * @return false if the client's credentials by the one are not those by the other
   */
  public static boolean agree(RouteBook one, RouteBook other, NamedClient client) {
    return Opened.client(client).isAlike(one, other);
  }

  /** The names; no settings. */
  @Override
  public String toString() {
    return sets.keySet().toString();
  }
}
