package io.rolecall.boundary;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * What a catalog like Iceberg's does for a session that has set {@code
 * spark.sql.catalog.C.hadoop.…} by SQL. Its arguments are the settings, without that prefix,
 * {@value #CATALOG} and {@value ReadWithCopy#LOCATION}.
 */
public final class ReadAsCatalog implements DriverCode {

  /** The argument that names the catalog. */
  public static final String CATALOG = "catalog";

  @Override
  public String run(SparkSession spark, Map<String, String> arguments) throws IOException {
    Map<String, String> settings = new TreeMap<>(arguments);
    String location = settings.remove(ReadWithCopy.LOCATION);
    String catalog = settings.remove(CATALOG);
    SparkSession session = spark.newSession();
    session.sql("SET spark.sql.variable.substitute=false");
    settings.forEach(
        (key, value) ->
            session.sql(
                "SET `spark.sql.catalog.%s.hadoop.%s`=`%s`".formatted(catalog, key, value)));
    return ReadWithCopy.read(location, CatalogConfiguration.of(session, catalog));
  }
}
