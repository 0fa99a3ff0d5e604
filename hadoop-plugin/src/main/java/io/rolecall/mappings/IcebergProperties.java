package io.rolecall.mappings;

import io.rolecall.mappings.ImportedRoutes.Document;
import io.rolecall.mappings.ImportedRoutes.Entry;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.S3Location;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The roles of Iceberg's catalogs, {@code client.assume-role.*}, as Spark's properties or a
 * catalog's own have them.
 *
 * @see <a
 *     href="https://iceberg.apache.org/docs/latest/aws/#cross-account-and-cross-region-access">Cross-account
 *     access</a>
 */
public final class IcebergProperties {

  private static final Pattern OF_SPARK = Pattern.compile("spark\\.sql\\.catalog\\.([^.]+)\\.(.+)");
  private static final String ROLE = "client.assume-role.";
  private static final String TAGS = ROLE + "tags.";
  private static final String DYNAMO_DB = "org.apache.iceberg.aws.dynamodb.DynamoDbCatalog";
  private static final String GLUE = "org.apache.iceberg.aws.glue.GlueCatalog";

  private final List<Entry> entries = new ArrayList<>();
  private final List<String> differences = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<S3Location, String> taken = new HashMap<>();

  private IcebergProperties() {}

  /**
   * Turns the roles of catalogs into routes: one for each warehouse, and one for each Glue catalog.
   *
   * @param text a properties file, such as {@code spark-defaults.conf}
   * @return the routes
   * @throws MappingException if no catalog has a role, or none can become a route
   */
  public static ImportedRoutes routes(String text) throws MappingException {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      throw new MappingException(List.of("is not a properties file: " + e.getMessage()));
    }
    Map<String, Map<String, String>> catalogs = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      Matcher matcher = OF_SPARK.matcher(key);
      boolean ofSpark = matcher.matches();
      catalogs
          .computeIfAbsent(ofSpark ? matcher.group(1) : "catalog", absent -> new TreeMap<>())
          .put(ofSpark ? matcher.group(2) : key, properties.getProperty(key).trim());
    }
    IcebergProperties reader = new IcebergProperties();
    catalogs.forEach(reader::read);
    if (reader.entries.isEmpty()) {
      throw new MappingException(
          reader.problems.isEmpty()
              ? List.of("has no 'client.assume-role.arn' of a catalog")
              : reader.problems);
    }
    return new ImportedRoutes(new Document(reader.entries), reader.differences, reader.problems);
  }

  private void read(String name, Map<String, String> catalog) {
    String role = catalog.get(ROLE + "arn");
    if (role == null) {
      return;
    }
    Optional<String> service = service(catalog);
    S3Location warehouse = warehouse(name, catalog.getOrDefault("warehouse", ""));
    if (warehouse != null) {
      String other = taken.putIfAbsent(warehouse, name);
      if (other == null) {
        entries.add(entry(warehouse.toString(), null, role, catalog));
      } else {
        problems.add(
            "catalog '"
                + name
                + "': its warehouse "
                + warehouse
                + " is that of catalog '"
                + other
                + "': give each a set of keys of its own"
                + " (spark.sql.catalog.NAME.hadoop.fs.s3a.assumed.role.arn)");
      }
    }
    if (service.isPresent()) {
      entries.add(entry(null, name, role, catalog));
      differences.add(
          "catalog '"
              + name
              + "': its role called "
              + service.get()
              + " too. For that, set client.credentials-provider ="
              + " io.rolecall.client.NamedCredentialsProvider and client.credentials-provider.name = "
              + name);
    }
    differences.add(
        "catalog '"
            + name
            + "': remove client.factory and client.assume-role.*, and set s3.client-factory-impl ="
            + " io.rolecall.iceberg.RolecallClientFactory if its files are S3FileIO's. Tables outside"
            + " its warehouse need routes of their own");
  }

  /** Who keeps the catalog's tables, if that is a service of AWS. */
  private static Optional<String> service(Map<String, String> catalog) {
    String implementation = catalog.getOrDefault("catalog-impl", "");
    if ("glue".equalsIgnoreCase(catalog.get("type")) || implementation.equals(GLUE)) {
      return Optional.of("Glue");
    }
    return implementation.equals(DYNAMO_DB) ? Optional.of("DynamoDB") : Optional.empty();
  }

  private @Nullable S3Location warehouse(String name, String text) {
    try {
      return S3Location.parse(text);
    } catch (InvalidRouteException e) {
      problems.add(
          "catalog '"
              + name
              + "': its 'warehouse' ("
              + (text.isEmpty() ? "none" : text)
              + ") is no location of S3: write a route for the locations of its tables");
      return null;
    }
  }

  private static Entry entry(
      @Nullable String location,
      @Nullable String client,
      String role,
      Map<String, String> catalog) {
    Map<String, String> tags = new TreeMap<>();
    catalog.forEach(
        (key, value) -> {
          if (key.startsWith(TAGS)) {
            tags.put(key.substring(TAGS.length()), value);
          }
        });
    String seconds = catalog.get(ROLE + "timeout-sec");
    return new Entry(
        location,
        client,
        null,
        null,
        role,
        null,
        null,
        catalog.get(ROLE + "session-name"),
        catalog.get(ROLE + "external-id"),
        seconds == null ? null : seconds + "s",
        tags.isEmpty() ? null : tags,
        catalog.get(ROLE + "region"));
  }
}
