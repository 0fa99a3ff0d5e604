package io.rolecall.quickstart;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * A job for tests: makes a Delta table, appends to it round after round, and reads it as it is and
 * as it was.
 */
public final class DeltaJob {

  /** What lines for the caller begin with. */
  public static final String SAYS = "delta-job: ";

  /** How many rows each version adds. */
  public static final long ROWS = 1000;

  private DeltaJob() {}

  /**
   * Appends until it is told to stop.
   *
   * @param args the table, and a local folder: the job ends when it holds a file {@code stop}
   */
  public static void main(String[] args) {
    SparkSession spark = SparkSession.builder().appName("delta").getOrCreate();
    String table = args[0];
    Path steering = Path.of(args[1]);
    for (long version = 0; !Files.exists(steering.resolve("stop")); version++) {
      spark
          .range(version * ROWS, (version + 1) * ROWS)
          .write()
          .format("delta")
          .mode("append")
          .save(table);
      long rows = spark.read().format("delta").load(table).distinct().count();
      long then = spark.read().format("delta").option("versionAsOf", 0).load(table).count();
      System.out.println(
          SAYS + "version " + version + " has " + rows + " rows, version 0 has " + then);
    }
    spark.stop();
  }
}
