package io.rolecall.catalogs;

import io.rolecall.catalogs.CatalogFinding.Kind;
import io.rolecall.config.ConfigException;
import io.rolecall.declaration.CatalogSets;
import io.rolecall.declaration.Declaration;
import io.rolecall.routes.RouteBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The readers in native code that an application is launched with: plugins of Spark that read data
 * files with an S3 client of their own, in C++ or Rust. Listings and schemas still come by S3A and
 * its routes, so that such a job looks as if it were routed, while its files are read with whatever
 * identity an executor finds. A driver with routes refuses to start with one that has no bridge,
 * whether it is switched on or off: the switches are keys of SQL.
 */
public final class NativeReaders {

  /** Rolecall's bridge for Comet. */
  public static final String COMET_BRIDGE = "io.rolecall.comet.RolecallCredentialsProvider";

  private static final String PROVIDER = "comet.credential.provider.class";
  private static final String S3A = "fs.s3a." + PROVIDER;
  private static final String HADOOP = "spark.hadoop.";

  /** The lists of classes that load a plugin. */
  private static final List<String> LISTS = List.of("spark.plugins", "spark.sql.extensions");

  private enum Reader {
    COMET("Comet", "org\\.apache\\.spark\\.CometPlugin|org\\.apache\\.comet\\..+"),
    /** Its first name is still in use. */
    GLUTEN("Gluten", "(org\\.apache\\.gluten|io\\.glutenproject)\\..+");

    private final String title;
    private final Pattern classes;

    Reader(String title, String classes) {
      this.title = title;
      this.classes = Pattern.compile(classes);
    }

    /** How a launch loads it: {@code 'class' in key}. */
    List<String> loadedBy(Map<String, String> launched) {
      List<String> found = new ArrayList<>();
      for (String list : LISTS) {
        for (String name : launched.getOrDefault(list, "").split(",")) {
          if (classes.matcher(name.trim()).matches()) {
            found.add("'" + name.trim() + "' in " + list);
          }
        }
      }
      return found;
    }
  }

  private final Map<String, String> launched;
  private final List<RouteBook> sets;

  private NativeReaders(Map<String, String> launched, List<RouteBook> sets) {
    this.launched = launched;
    this.sets = sets;
  }

  /**
   * Checks the native readers of a launch.
   *
   * @param launched Spark's properties, as the application is launched with them
   * @param sets the declared routes
   * @param classes tells whether a class can be loaded, with all that it refers to
   * @return what is to be said of them; none if all is well, or nothing is routed
   * @throws ConfigException if the routes cannot be read
   */
  public static List<CatalogFinding> check(
      Map<String, String> launched, List<RouteBook> sets, Predicate<String> classes) {
    List<CatalogFinding> findings = new ArrayList<>();
    if (sets.stream().anyMatch(IcebergCatalogs::hasRoutes)) {
      NativeReaders readers = new NativeReaders(launched, sets);
      readers.gluten().ifPresent(findings::add);
      readers.comet(classes).ifPresent(findings::add);
      readers.cometWithRoutesOfACatalog().forEach(findings::add);
      readers.cometWithoutARegion().forEach(findings::add);
    }
    return findings;
  }

  private Optional<CatalogFinding> gluten() {
    List<String> loaded = Reader.GLUTEN.loadedBy(launched);
    return loaded.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CatalogFinding(
                Kind.PASSES_BY,
                signsByItself(Reader.GLUTEN, loaded),
                "Rolecall has no bridge for it: remove "
                    + String.join(" and ", loaded)
                    + ". spark.gluten.enabled=false does not help, because SQL's SET turns it on"
                    + " again"));
  }

  private Optional<CatalogFinding> comet(Predicate<String> classes) {
    List<String> loaded = Reader.COMET.loadedBy(launched);
    if (loaded.isEmpty()) {
      return Optional.empty();
    }
    List<String> without = withoutBridge();
    if (!without.isEmpty()) {
      return Optional.of(
          new CatalogFinding(
              Kind.PASSES_BY,
              signsByItself(Reader.COMET, loaded) + ": " + String.join(", ", without),
              "Set "
                  + (without.size() == 1 ? "this key" : "each of these keys")
                  + " to "
                  + COMET_BRIDGE
                  + ", or remove "
                  + String.join(" and ", loaded)
                  + ". spark.comet.scan.enabled=false and the like do not help, because SQL's SET"
                  + " turns it on again"));
    }
    return classes.test(COMET_BRIDGE)
        ? Optional.empty()
        : Optional.of(
            new CatalogFinding(
                Kind.WRONG,
                HADOOP
                    + S3A
                    + " = '"
                    + COMET_BRIDGE
                    + "', which cannot be loaded: Comet would read tables of Iceberg with whatever"
                    + " identity an executor finds",
                "Use Comet 1.2 or later, and put Rolecall's jars where Comet's are: all in"
                    + " spark.jars, or all on the class path of driver and executors"));
  }

  /** The bridge is given a catalog's properties alone, without its name. */
  private List<CatalogFinding> cometWithRoutesOfACatalog() {
    List<CatalogFinding> findings = new ArrayList<>();
    if (!Reader.COMET.loadedBy(launched).isEmpty()) {
      for (String catalog : IcebergCatalogs.names(launched)) {
        String own = IcebergCatalogs.PREFIX + catalog + ".";
        String name = own + Declaration.CATALOG;
        String named = launched.getOrDefault(name, "").trim();
        boolean ownRoutes =
            launched.keySet().stream().anyMatch(key -> key.startsWith(own + "hadoop.fs.s3a."));
        if (ownRoutes && !named.equals(catalog)) {
          findings.add(
              new CatalogFinding(
                  Kind.WRONG,
                  own
                      + "hadoop.fs.s3a.* keys are set, but Comet reads this catalog's files without them",
                  "Set " + name + "=" + catalog + ", so that Rolecall's bridge uses them"));
        } else if (launched.containsKey(name) && IcebergCatalogs.set(named, sets).isEmpty()) {
          findings.add(
              new CatalogFinding(Kind.WRONG, own + CatalogSets.missing(named), CatalogSets.REMEDY));
        }
      }
    }
    return findings;
  }

  /**
   * Its reader of Iceberg has the region of a catalog's properties, or else that of S3A: so much is
   * read in Comet 1.2.0.
   */
  private List<CatalogFinding> cometWithoutARegion() {
    List<CatalogFinding> findings = new ArrayList<>();
    if (Reader.COMET.loadedBy(launched).isEmpty()
        || !sets.get(0).conf().getTrimmed("fs.s3a.endpoint.region", "").isEmpty()) {
      return findings;
    }
    for (String catalog : IcebergCatalogs.names(launched)) {
      String own = IcebergCatalogs.PREFIX + catalog + ".";
      boolean bridged =
          launched.getOrDefault(own + "s3." + PROVIDER, "").trim().equals(COMET_BRIDGE);
      boolean told =
          Stream.of("s3.region", "client.region")
              .anyMatch(key -> !launched.getOrDefault(own + key, "").isBlank());
      if (bridged && !told) {
        findings.add(
            new CatalogFinding(
                Kind.INCOMPLETE,
                own
                    + "s3.region is not set, nor is fs.s3a.endpoint.region: Comet reads this"
                    + " catalog's files in the region that an executor's environment names, if it"
                    + " names one",
                "Set it to the region of the catalog's buckets"));
      }
    }
    return findings;
  }

  private static String signsByItself(Reader reader, List<String> loaded) {
    return String.join(" and ", loaded)
        + (loaded.size() == 1 ? " loads " : " load ")
        + reader.title
        + ", which reads files in native code and signs with whatever identity an executor finds,"
        + " not with that of a route";
  }

  /** The keys that should name the bridge and do not. */
  private List<String> withoutBridge() {
    List<String> without = new ArrayList<>();
    Configuration base = sets.get(0).conf();
    addUnlessBridge(without, HADOOP + S3A, base.getTrimmed(S3A, ""));
    keysOfBuckets(base).forEach((key, value) -> addUnlessBridge(without, HADOOP + key, value));
    for (String catalog : IcebergCatalogs.names(launched)) {
      String own = IcebergCatalogs.PREFIX + catalog + ".";
      String key = own + "s3." + PROVIDER;
      addUnlessBridge(without, key, launched.getOrDefault(key, "").trim());
      // HadoopFileIO's configuration is that of all, with these.
      launched.forEach(
          (name, value) -> {
            if (name.startsWith(own + "hadoop.fs.s3a.") && name.endsWith("." + PROVIDER)) {
              addUnlessBridge(without, name, value.trim());
            }
          });
    }
    return without;
  }

  private static Map<String, String> keysOfBuckets(Configuration conf) {
    Map<String, String> keys = new TreeMap<>();
    conf.getValByRegex("^fs\\.s3a\\.bucket\\..+\\.comet\\.credential\\.provider\\.class$")
        .forEach((key, value) -> keys.put(key, value.trim()));
    return keys;
  }

  private static void addUnlessBridge(List<String> without, String key, String value) {
    if (value.isEmpty()) {
      without.add(key + " is not set");
    } else if (!value.equals(COMET_BRIDGE)) {
      without.add(key + " = '" + value + "'");
    }
  }
}
