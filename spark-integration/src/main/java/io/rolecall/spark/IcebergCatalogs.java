package io.rolecall.spark;

import io.rolecall.config.ConfigException;
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
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * The catalogs of Apache Iceberg that an application is launched with, and whether their files
 * would pass Rolecall by. S3FileIO has clients of its own, which take whatever identity they find:
 * on the driver the base identity, on executors the node's. A driver refuses to start with one
 * whose warehouse is routed, and warns where it does not know.
 */
final class IcebergCatalogs {

  /** At launch, lets a driver start although clients pass Rolecall by. */
  static final String UNROUTED = "spark.rolecall.clients.unrouted";

  private static final String FACTORY = "s3.client-factory-impl";
  private static final String ROUTED = "io.rolecall.iceberg.RolecallClientFactory";
  private static final String S3_FILE_IO = "org.apache.iceberg.aws.s3.S3FileIO";
  private static final String HADOOP_FILE_IO = "org.apache.iceberg.hadoop.HadoopFileIO";

  private static final String PREFIX = "spark.sql.catalog.";
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
  private final boolean unrouted;
  private final List<String> warnings = new ArrayList<>();

  private IcebergCatalogs(List<RouteBook> sets, Predicate<String> classes, boolean unrouted) {
    this.sets = sets;
    this.classes = classes;
    this.unrouted = unrouted;
  }

  /**
   * Checks the catalogs of a launch.
   *
   * @param conf what the application was launched with
   * @param sets the declared routes
   * @param classes tells whether a class can be loaded
   * @return warnings, one line each
   * @throws ConfigException if the files of a catalog are routed and would pass Rolecall by; says
   *     what to set
   */
  static List<String> check(SparkConf conf, List<RouteBook> sets, Predicate<String> classes) {
    IcebergCatalogs catalogs = new IcebergCatalogs(sets, classes, conf.getBoolean(UNROUTED, false));
    for (Map.Entry<String, String> entry : new TreeMap<>(all(conf)).entrySet()) {
      Matcher catalog = CATALOG.matcher(entry.getKey());
      if (catalog.matches() && OF_ICEBERG.contains(entry.getValue().trim())) {
        catalogs.check(catalog.group(1), properties(conf, entry.getKey() + "."));
      }
    }
    return catalogs.warnings;
  }

  private static Map<String, String> all(SparkConf conf) {
    Map<String, String> all = new TreeMap<>();
    for (Tuple2<String, String> entry : conf.getAll()) {
      all.put(entry._1(), entry._2());
    }
    return all;
  }

  private static Map<String, String> properties(SparkConf conf, String prefix) {
    Map<String, String> properties = new TreeMap<>();
    all(conf)
        .forEach(
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
    if (!classes.test(S3_FILE_IO)) {
      throw new ConfigException(
          PREFIX
              + name
              + "."
              + FACTORY
              + " = '"
              + ROUTED
              + "': Iceberg's S3FileIO is not on the class path. Add iceberg-spark-runtime, or"
              + " iceberg-aws, of the version of your Iceberg",
          null);
    }
    boolean ownRoutes =
        properties.keySet().stream().anyMatch(key -> key.startsWith("hadoop.fs.s3a."));
    String chosen = properties.getOrDefault("rolecall.catalog", "");
    if (ownRoutes && !chosen.equals(name)) {
      throw new ConfigException(
          PREFIX
              + name
              + ".hadoop.fs.s3a.* keys are set, but S3FileIO does not read them. Set "
              + PREFIX
              + name
              + ".rolecall.catalog="
              + name
              + ", so that Rolecall's factory does",
          null);
    }
  }

  private static boolean isS3FileIo(Map<String, String> properties) {
    String io = properties.getOrDefault("io-impl", "");
    return io.isEmpty()
        ? S3_CATALOGS.contains(properties.getOrDefault("type", ""))
            || S3_CATALOGS.contains(properties.getOrDefault("catalog-impl", ""))
        : S3_IMPLS.contains(io);
  }

  private void checkPlain(String name, Map<String, String> properties) {
    String own = PREFIX + name + ".";
    Optional<String> bucket = bucket(properties.getOrDefault("warehouse", ""));
    String told =
        properties.containsKey("io-impl")
            ? own + "io-impl = '" + properties.get("io-impl") + "'"
            : "the catalog '" + name + "', which uses Iceberg's S3FileIO";
    String remedy =
        "Set " + own + FACTORY + "=" + ROUTED + ", or " + own + "io-impl=" + HADOOP_FILE_IO;
    String what = ": its clients take whatever identity they find, not that of a route";
    if (bucket.isEmpty()) {
      warnings.add(told + what + ". If its tables lie where routes are: " + remedy);
      return;
    }
    if (sets.stream().noneMatch(set -> isRouted(set, bucket.get()))) {
      return;
    }
    String routed =
        what + ", and its warehouse is in s3a://" + bucket.get() + ", which is routed. ";
    if (unrouted) {
      warnings.add(UNROUTED + "=true: " + told + routed + remedy);
    } else {
      throw new ConfigException(
          told + routed + remedy + ". To start all the same, set " + UNROUTED + "=true", null);
    }
  }

  private static Optional<String> bucket(String warehouse) {
    try {
      return Optional.of(S3Location.parse(warehouse).bucket());
    } catch (InvalidRouteException e) {
      return Optional.empty(); // None, or a name that the catalog's server knows.
    }
  }

  private static boolean hasRoutes(RouteBook set) {
    return !set.buckets().isEmpty() || !set.everyOther().isEmpty();
  }

  private static boolean isRouted(RouteBook set, String bucket) {
    return set.buckets().contains(bucket) || !set.everyOther().isEmpty();
  }
}
