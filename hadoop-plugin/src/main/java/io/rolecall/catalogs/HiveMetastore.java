package io.rolecall.catalogs;

import io.rolecall.catalogs.CatalogFinding.Kind;
import io.rolecall.config.ConfigException;
import io.rolecall.routes.RouteBook;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * A Hive metastore that is a process of its own. It makes and removes the folders of databases and
 * tables by itself, with the identity that it has.
 */
public final class HiveMetastore {

  /** Where it is; the second is Hive's newer name. */
  private static final List<String> URIS = List.of("hive.metastore.uris", "metastore.thrift.uris");

  /** Where tables go that name no location; Spark's own goes first. */
  private static final List<String> WAREHOUSES =
      List.of("spark.sql.warehouse.dir", "hive.metastore.warehouse.dir", "metastore.warehouse.dir");

  /** What stands before a key of Hive's among Spark's properties. */
  private static final List<String> PREFIXES = List.of("spark.hadoop.", "spark.", "");

  private HiveMetastore() {}

  /** A key as it is written, and its value. */
  private record Setting(String key, String value) {}

  /**
   * Checks the metastore of a launch.
   *
   * @param launched Spark's properties, as the application is launched with them
   * @param sets the declared routes
   * @return what is to be said of it; none if there is none, or its warehouse is not routed
   * @throws ConfigException if the routes cannot be read
   */
  public static List<CatalogFinding> check(Map<String, String> launched, List<RouteBook> sets) {
    Configuration conf = sets.get(0).conf();
    Optional<Setting> uris = first(URIS, launched, conf);
    Optional<Setting> warehouse = first(WAREHOUSES, launched, conf);
    Optional<String> bucket =
        warehouse
            .flatMap(setting -> IcebergCatalogs.bucket(setting.value))
            .filter(name -> sets.stream().anyMatch(set -> IcebergCatalogs.isRouted(set, name)));
    if (uris.isEmpty() || bucket.isEmpty()) {
      return List.of();
    }
    return List.of(
        new CatalogFinding(
            Kind.MIGHT_PASS_BY,
            uris.get().key
                + " = '"
                + uris.get().value
                + "': Hive's metastore makes the folders of databases and tables with its own"
                + " identity, not that of a route, and "
                + warehouse.get().key
                + " is in s3a://"
                + bucket.get()
                + ", which is routed",
            "Let the metastore's identity write there, or give the metastore Rolecall and these"
                + " routes, too (its core-site.xml)"));
  }

  private static Optional<Setting> first(
      List<String> keys, Map<String, String> launched, Configuration conf) {
    return keys.stream()
        .flatMap(
            key ->
                Stream.concat(
                    PREFIXES.stream()
                        .map(prefix -> prefix + key)
                        .map(name -> new Setting(name, launched.getOrDefault(name, "").trim())),
                    Stream.of(new Setting(key, conf.getTrimmed(key, "")))))
        .filter(setting -> !setting.value.isEmpty())
        .findFirst();
  }
}
