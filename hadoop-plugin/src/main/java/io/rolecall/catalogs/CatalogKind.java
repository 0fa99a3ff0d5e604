package io.rolecall.catalogs;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which catalog of Iceberg its properties make, and whose files these read.
 *
 * @param properties the catalog's properties
 */
record CatalogKind(Map<String, String> properties) {

  static final String S3_FILE_IO = "org.apache.iceberg.aws.s3.S3FileIO";

  /** What is S3FileIO for locations of S3. */
  private static final Set<String> S3_IMPLS =
      Set.of(S3_FILE_IO, "org.apache.iceberg.io.ResolvingFileIO");

  private static final Set<String> GLUE = Set.of("glue", "org.apache.iceberg.aws.glue.GlueCatalog");
  private static final Set<String> DYNAMO_DB =
      Set.of("org.apache.iceberg.aws.dynamodb.DynamoDbCatalog");
  private static final Set<String> REST = Set.of("rest", "org.apache.iceberg.rest.RESTCatalog");
  private static final Set<String> S3_TABLES =
      Set.of("software.amazon.s3tables.iceberg.S3TablesCatalog");
  private static final Set<String> OF_HADOOP =
      Set.of(
          "hadoop",
          "hive",
          "jdbc",
          "org.apache.iceberg.hadoop.HadoopCatalog",
          "org.apache.iceberg.hive.HiveCatalog",
          "org.apache.iceberg.jdbc.JdbcCatalog");

  /** Whether its files may be S3FileIO's. */
  boolean usesS3FileIo() {
    List<String> io = values("io-impl");
    return io.isEmpty()
        ? isOneOf(GLUE, DYNAMO_DB, REST, S3_TABLES)
        : io.stream().anyMatch(S3_IMPLS::contains);
  }

  /** Whether its server may send properties with a table, credentials among them. */
  boolean vends() {
    return isOneOf(REST);
  }

  /**
   * Whether a table's properties are known to be those that are written for the catalog. Without a
   * word of its own, Iceberg's catalog is Hive's.
   */
  boolean vendsNothing() {
    return values("type").isEmpty() && values("catalog-impl").isEmpty()
        || isOneOf(OF_HADOOP, GLUE, DYNAMO_DB);
  }

  /** Whether anybody may make a client of S3FileIO's for it. */
  boolean mayUseS3FileIo() {
    return usesS3FileIo() || !vendsNothing();
  }

  /** Whether it is known to have a client of AWS. */
  boolean hasClients() {
    return usesS3FileIo()
        || isOfGlueOrDynamoDb()
        || !values("encryption.kms-impl").isEmpty()
        || !values("lock-impl").isEmpty();
  }

  /** Whether it keeps its tables in a service of AWS, which it has a client of. */
  boolean isOfGlueOrDynamoDb() {
    return isOneOf(GLUE, DYNAMO_DB);
  }

  /** Several of its properties may say which it is. */
  @SafeVarargs
  private boolean isOneOf(Set<String>... kinds) {
    return Stream.concat(
            values("type").stream().map(type -> type.toLowerCase(Locale.ROOT)),
            values("catalog-impl").stream())
        .anyMatch(type -> Stream.of(kinds).anyMatch(kind -> kind.contains(type)));
  }

  /**
   * The values of a property. Spark gives a catalog its options in any case, and the catalog reads
   * these in any: which of several counts is not known. What S3FileIO reads by itself has to be
   * written as it is.
   */
  List<String> values(String name) {
    return properties.entrySet().stream()
        .filter(property -> property.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .filter(value -> !value.isEmpty())
        .toList();
  }
}
