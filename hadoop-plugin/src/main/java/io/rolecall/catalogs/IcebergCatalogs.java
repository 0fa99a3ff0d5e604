package io.rolecall.catalogs;

import io.rolecall.catalogs.CatalogFinding.Kind;
import io.rolecall.config.ConfigException;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.S3Location;
import io.rolecall.routes.RouteBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The catalogs of Apache Iceberg that an application is launched with, and whether their files
 * would pass Rolecall by. S3FileIO has clients of its own, which take whatever identity they find:
 * on the driver the base identity, on executors the node's. A driver refuses to start with one
 * whose warehouse is routed, and warns where it does not know.
 */
public final class IcebergCatalogs {

  /** At launch, lets a driver start although clients pass Rolecall by. */
  public static final String UNROUTED = "spark.rolecall.clients.unrouted";

  private static final String FACTORY = "s3.client-factory-impl";
  private static final String ROUTED = CatalogProperties.FACTORY;
  private static final String S3_FILE_IO = "org.apache.iceberg.aws.s3.S3FileIO";
  private static final String HADOOP_FILE_IO = "org.apache.iceberg.hadoop.HadoopFileIO";

  static final String PREFIX = "spark.sql.catalog.";
  private static final Pattern CATALOG = Pattern.compile("spark\\.sql\\.catalog\\.([^.]+)");

  private static final Set<String> OF_ICEBERG =
      Set.of(
          "org.apache.iceberg.spark.SparkCatalog", "org.apache.iceberg.spark.SparkSessionCatalog");

  /** What is S3FileIO for locations of S3. */
  private static final Set<String> S3_IMPLS =
      Set.of(S3_FILE_IO, "org.apache.iceberg.io.ResolvingFileIO");

  /** Whose files are S3FileIO's where nothing else is said. */
  private static final Set<String> S3_CATALOGS =
      Set.of(
          "glue",
          "rest",
          "org.apache.iceberg.aws.glue.GlueCatalog",
          "org.apache.iceberg.aws.dynamodb.DynamoDbCatalog",
          "org.apache.iceberg.rest.RESTCatalog",
          "software.amazon.s3tables.iceberg.S3TablesCatalog");

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
        .filter(name -> launched.getOrDefault(PREFIX + name + "." + FACTORY, "").equals(ROUTED))
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
    if (properties.getOrDefault(FACTORY, "").equals(ROUTED)) {
      checkRouted(name, properties);
    } else if (isS3FileIo(properties) && sets.stream().anyMatch(IcebergCatalogs::hasRoutes)) {
      checkPlain(name, properties);
    }
  }

  private void checkRouted(String name, Map<String, String> properties) {
    String own = PREFIX + name + ".";
    if (!classes.test(S3_FILE_IO)) {
      add(
          Kind.WRONG,
          own + FACTORY + " = '" + ROUTED + "': Iceberg's S3FileIO is not on the class path",
          "Add iceberg-spark-runtime, or iceberg-aws, of the version of your Iceberg");
    }
    boolean ownRoutes =
        properties.keySet().stream().anyMatch(key -> key.startsWith("hadoop.fs.s3a."));
    if (ownRoutes && !properties.getOrDefault("rolecall.catalog", "").equals(name)) {
      add(
          Kind.WRONG,
          own + "hadoop.fs.s3a.* keys are set, but S3FileIO does not read them",
          "Set " + own + "rolecall.catalog=" + name + ", so that Rolecall's factory does");
    }
    try {
      CatalogProperties.check(properties);
    } catch (ConfigException e) {
      add(Kind.WRONG, "the catalog '" + name + "'", String.valueOf(e.getMessage()));
    }
  }

  private void add(Kind kind, String text, String remedy) {
    findings.add(new CatalogFinding(kind, text, remedy));
  }

  private static boolean isS3FileIo(Map<String, String> properties) {
    List<String> io = values(properties, "io-impl");
    return io.isEmpty()
        ? values(properties, "type").stream()
                .anyMatch(type -> S3_CATALOGS.contains(type.toLowerCase(Locale.ROOT)))
            || values(properties, "catalog-impl").stream().anyMatch(S3_CATALOGS::contains)
        : io.stream().anyMatch(S3_IMPLS::contains);
  }

  /**
   * Spark gives a catalog its options in any case, and the catalog reads these in any: which of
   * several counts is not known. What S3FileIO reads by itself has to be written as it is.
   */
  private static List<String> values(Map<String, String> properties, String name) {
    return properties.entrySet().stream()
        .filter(property -> property.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private void checkPlain(String name, Map<String, String> properties) {
    String own = PREFIX + name + ".";
    List<String> buckets =
        values(properties, "warehouse").stream().flatMap(place -> bucket(place).stream()).toList();
    String told =
        properties.containsKey("io-impl")
            ? own + "io-impl = '" + properties.get("io-impl") + "'"
            : "the catalog '" + name + "', which uses Iceberg's S3FileIO";
    String remedy =
        "Set " + own + FACTORY + "=" + ROUTED + ", or " + own + "io-impl=" + HADOOP_FILE_IO;
    String what = ": its clients take whatever identity they find, not that of a route";
    if (buckets.isEmpty()) {
      add(Kind.MIGHT_PASS_BY, told + what, "If its tables lie where routes are: " + remedy);
    }
    buckets.stream()
        .filter(bucket -> sets.stream().anyMatch(set -> isRouted(set, bucket)))
        .findFirst()
        .ifPresent(
            bucket ->
                add(
                    Kind.PASSES_BY,
                    told + what + ", and its warehouse is in s3a://" + bucket + ", which is routed",
                    remedy));
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
