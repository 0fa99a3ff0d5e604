package io.rolecall.boundary;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/** What Iceberg's {@code SparkUtil.hadoopConfCatalogOverrides} does. */
final class CatalogConfiguration {

  private CatalogConfiguration() {}

  /** The session's Configuration, with what the session has set for a catalog on top. */
  static Configuration of(SparkSession session, String catalog) {
    String prefix = "spark.sql.catalog." + catalog + ".hadoop.";
    Configuration conf =
        ((org.apache.spark.sql.classic.SparkSession) session).sessionState().newHadoopConf();
    CollectionConverters.asJava(session.conf().getAll())
        .forEach(
            (key, value) -> {
              if (key.startsWith(prefix)) {
                conf.set(key.substring(prefix.length()), value);
              }
            });
    return conf;
  }
}
