package io.rolecall.catalogs;

import io.rolecall.catalogs.CatalogFinding.Kind;
import io.rolecall.config.ConfigException;
import io.rolecall.declaration.CatalogSets;
import io.rolecall.declaration.Declaration;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.S3Location;
import io.rolecall.routes.RouteBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The catalogs of Apache Iceberg that an application is launched with, and whether their files
 * would pass Rolecall by. S3FileIO has clients of its own, which take whatever identity they find:
 * on the driver the base identity, on executors the node's. A driver refuses to start with one
 * whose warehouse is routed, and warns where it does not know.
 */
public final class IcebergCatalogs {

  /** At launch, lets a driver start although clients pass Rolecall by. */
  public static final String UNROUTED = "spark.rolecall.clients.unrouted";

  private static final String S3_FACTORY = IcebergsClients.S3_FACTORY;

  static final String PREFIX = "spark.sql.catalog.";
  private static final Pattern CATALOG = Pattern.compile("spark\\.sql\\.catalog\\.([^.]+)");

  private static final Set<String> OF_ICEBERG =
      Set.of(
          "org.apache.iceberg.spark.SparkCatalog", "org.apache.iceberg.spark.SparkSessionCatalog");

  private final List<RouteBook> sets;
  private final Predicate<String> classes;
  private final List<CatalogFinding> findings = new ArrayList<>();

  private IcebergCatalogs(List<RouteBook> sets, Predicate<String> classes) {
    this.sets = sets;
    this.classes = classes;
  }

  /**
   * Checks the catalogs of a launch.
   *
   * @param launched Spark's properties, as the application is launched with them
   * @param sets the declared routes
   * @param classes tells whether a class can be loaded
   * @return what is to be said of them; none if all is well
   * @throws ConfigException if the routes cannot be read
   */
  public static List<CatalogFinding> check(
      Map<String, String> launched, List<RouteBook> sets, Predicate<String> classes) {
    IcebergCatalogs catalogs = new IcebergCatalogs(sets, classes);
    for (String name : names(launched)) {
      catalogs.check(name, properties(launched, PREFIX + name + "."));
    }
    return List.copyOf(catalogs.findings);
  }

  /**
   * The catalogs whose files are read by Rolecall's clients for S3FileIO, and not by a file system
   * of Hadoop's. The catalog itself may open one.
   *
   * @param launched Spark's properties, as the application is launched with them
   * @return their names, sorted
   */
  public static List<String> withRoutedClients(Map<String, String> launched) {
    return names(launched).stream()
        .filter(name -> isRouted(properties(launched, PREFIX + name + ".")))
        .toList();
  }

  /** The names of the catalogs of Iceberg, sorted. */
  static List<String> names(Map<String, String> launched) {
    List<String> names = new ArrayList<>();
    new TreeMap<>(launched)
        .forEach(
            (key, value) -> {
              Matcher catalog = CATALOG.matcher(key);
              if (catalog.matches() && OF_ICEBERG.contains(value.trim())) {
                names.add(catalog.group(1));
              }
            });
    return names;
  }

  private static Map<String, String> properties(Map<String, String> launched, String prefix) {
    Map<String, String> properties = new TreeMap<>();
    launched.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            properties.put(key.substring(prefix.length()), value.trim());
          }
        });
    return properties;
  }

  private void check(String name, Map<String, String> properties) {
    IcebergsClients clients = new IcebergsClients(PREFIX + name + ".", properties);
    CatalogKind kind = new CatalogKind(properties);
    if (isRouted(properties)) {
      checkRouted(name, kind);
    } else if (sets.stream().anyMatch(IcebergCatalogs::hasRoutes)) {
      Optional<CatalogFinding> files =
          kind.usesS3FileIo() ? checkPlain(name, kind, clients) : Optional.empty();
      files
          .or(() -> kind.isOfGlueOrDynamoDb() ? clients.roleOfOthers() : Optional.empty())
          .ifPresent(findings::add);
    }
    if (kind.hasClients()) {
      NamedClientOfCatalog.check(clients.own(), properties, sets.get(0)).ifPresent(findings::add);
    }
  }

  /** A factory that is left over where files are HadoopFileIO's makes no client. */
  private static boolean isRouted(Map<String, String> properties) {
    return properties.getOrDefault(S3_FACTORY, "").equals(CatalogProperties.FACTORY)
        && new CatalogKind(properties).mayUseS3FileIo();
  }

  private void checkRouted(String name, CatalogKind kind) {
    String own = PREFIX + name + ".";
    Map<String, String> properties = kind.properties();
    if (!classes.test(CatalogKind.S3_FILE_IO)) {
      wrong(
          own
              + S3_FACTORY
              + " = '"
              + CatalogProperties.FACTORY
              + "': Iceberg's S3FileIO is not on the class path",
          "Add iceberg-spark-runtime, or iceberg-aws, of the version of your Iceberg");
    }
    String named = properties.get(Declaration.CATALOG);
    Optional<RouteBook> set = set(named, sets);
    boolean ownRoutes =
        properties.keySet().stream().anyMatch(key -> key.startsWith("hadoop.fs.s3a."));
    if (ownRoutes && !name.equals(named)) {
      wrong(
          own + "hadoop.fs.s3a.* keys are set, but S3FileIO does not read them",
          "Set " + own + Declaration.CATALOG + "=" + name + ", so that Rolecall's factory does");
    } else if (set.isEmpty()) {
      wrong(own + CatalogSets.missing(String.valueOf(named)), CatalogSets.REMEDY);
    }
    CatalogProperties.find(own, properties).ifPresent(findings::add);
    if (kind.vendsNothing()) {
      set.flatMap(book -> CatalogRegion.find(own, properties, book.conf()))
          .ifPresent(findings::add);
    }
  }

  /**
   * The set that Rolecall uses where it is given a catalog's properties.
   *
   * @param named what they say of it, if anything
   * @return the set; empty if there is none of this name
   */
  static Optional<RouteBook> set(@Nullable String named, List<RouteBook> sets) {
    return named == null
        ? Optional.of(sets.get(0))
        : sets.stream()
            .filter(declared -> declared.name().equals(CatalogSets.name(named)))
            .findFirst();
  }

  private void wrong(String text, String remedy) {
    findings.add(new CatalogFinding(Kind.WRONG, text, remedy));
  }

  private Optional<CatalogFinding> checkPlain(
      String name, CatalogKind kind, IcebergsClients clients) {
    List<String> buckets =
        kind.values("warehouse").stream().flatMap(place -> bucket(place).stream()).toList();
    String told =
        (kind.properties().containsKey("io-impl")
                ? clients.own() + "io-impl = '" + kind.properties().get("io-impl") + "'"
                : "the catalog '" + name + "', which uses Iceberg's S3FileIO")
            + ": its clients "
            + clients.signing(kind.vends());
    if (buckets.isEmpty()) {
      return Optional.of(
          new CatalogFinding(
              Kind.MIGHT_PASS_BY,
              told,
              "If its tables lie where routes are: " + clients.remedy(kind.vends())));
    }
    return buckets.stream()
        .filter(bucket -> sets.stream().anyMatch(set -> isRouted(set, bucket)))
        .findFirst()
        .map(
            bucket ->
                new CatalogFinding(
                    Kind.PASSES_BY,
                    told + ", and its warehouse is in s3a://" + bucket + ", which is routed",
                    clients.remedy(kind.vends())));
  }

  static Optional<String> bucket(String warehouse) {
    try {
      return Optional.of(S3Location.parse(warehouse).bucket());
    } catch (InvalidRouteException e) {
      return Optional.empty(); // None, or a name that the catalog's server knows.
    }
  }

  static boolean hasRoutes(RouteBook set) {
    return !set.buckets().isEmpty() || !set.everyOther().isEmpty();
  }

  static boolean isRouted(RouteBook set, String bucket) {
    return set.buckets().contains(bucket) || !set.everyOther().isEmpty();
  }
}
