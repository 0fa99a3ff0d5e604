package io.rolecall.boundary;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What attackers do in Spark Connect sessions of their own, one for each attack. */
final class Sessions {

  private static final AtomicInteger TABLES = new AtomicInteger();

  private final Application application;

  Sessions(Application application) {
    this.application = application;
  }

  private SparkSession connect() {
    SparkSession mallory = application.connect("mallory");
    // Spark would put in its own variables otherwise.
    mallory.sql("SET spark.sql.variable.substitute=false");
    return mallory;
  }

  /** {@code SET key=value}, as SQL text. */
  List<String> bySet(String location, Map<String, String> settings) throws IOException {
    return bySet("", location, settings);
  }

  /** {@code SET key=value} with something in front of each key. */
  List<String> bySet(String prefix, String location, Map<String, String> settings)
      throws IOException {
    try (SparkSession mallory = connect()) {
      settings.forEach((key, value) -> mallory.sql("SET `%s`=`%s`".formatted(prefix + key, value)));
      return select(mallory, location);
    }
  }

  /** {@code spark.conf.set}. */
  List<String> byConf(String location, Map<String, String> settings) throws IOException {
    try (SparkSession mallory = connect()) {
      settings.forEach(mallory.conf()::set);
      return select(mallory, location);
    }
  }

  /** {@code spark.read.option}. */
  List<String> byReaderOption(String location, Map<String, String> settings) throws IOException {
    try (SparkSession mallory = connect()) {
      return lines(mallory.read().options(settings).text(location));
    }
  }

  /** {@code CREATE TABLE … OPTIONS}. */
  List<String> byTableOption(String location, Map<String, String> settings) throws IOException {
    try (SparkSession mallory = connect()) {
      String table = "mallorys_" + TABLES.incrementAndGet();
      StringBuilder options = new StringBuilder();
      settings.forEach((key, value) -> options.append("'%s' '%s', ".formatted(key, value)));
      mallory.sql(
          "CREATE TABLE %s (value STRING) USING text OPTIONS (%spath '%s')"
              .formatted(table, options, location));
      return lines(mallory.sql("SELECT value FROM " + table));
    }
  }

  /** {@code df.write.option}, beside the file; what is there afterwards is read without. */
  List<String> byWriterOption(String location, Map<String, String> settings) throws IOException {
    try (SparkSession mallory = connect()) {
      mallory
          .sql("SELECT 'written' AS value")
          .write()
          .options(settings)
          .mode("overwrite")
          .text(location + ".written");
      return Accounts.HONEST_LINES;
    }
  }

  static List<String> select(SparkSession session, String location) {
    return lines(session.sql("SELECT value FROM text.`" + location + "`"));
  }

  private static List<String> lines(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.getString(0)).toList();
  }
}
