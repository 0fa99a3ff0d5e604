package io.rolecall.clients;

import org.apache.spark.sql.SparkSession;

/** Writes and reads a table of each of two catalogs in one bucket. */
public final class TwoCatalogsJob {

  private TwoCatalogsJob() {}

  /**
   * Runs it.
   *
   * @param args the catalogs
   */
  public static void main(String[] args) {
    SparkSession spark = SparkSession.builder().appName("catalogs").getOrCreate();
    for (String catalog : args) {
      String table = catalog + ".db.t";
      spark.sql("CREATE TABLE " + table + " (id BIGINT) USING iceberg");
      spark.sql("INSERT INTO " + table + " SELECT id FROM range(0, 100, 1, 2)");
      System.out.println(
          IcebergJob.SAYS
              + catalog
              + " "
              + spark.sql("SELECT count(*) FROM " + table).first().getLong(0));
    }
    spark.stop();
  }
}
