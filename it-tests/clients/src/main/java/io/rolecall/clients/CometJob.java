package io.rolecall.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads files of two routes in one scan, round after round, and says which nodes of Spark's plan
 * read them.
 */
public final class CometJob {

  private static final Pattern SCAN = Pattern.compile("\\b\\w*Scan\\w*");
  private static final long ROWS = 1000;

  private final SparkSession spark;

  private CometJob(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Writes and reads.
   *
   * @param args a local folder: the job ends when it holds a file {@code stop}; then the folders to
   *     read as one, or a table of Iceberg, or a table and that it is read by its {@code path}
   */
  public static void main(String[] args) throws IOException {
    SparkSession spark = SparkSession.builder().appName("comet").getOrCreate();
    say("application " + spark.sparkContext().applicationId());
    CometJob job = new CometJob(spark);
    List<String> places = List.of(args).subList(1, args.length);
    job.read(Path.of(args[0], "stop"), job.write(places));
    spark.stop();
  }

  private static void say(String what) {
    System.out.println(IcebergJob.SAYS + what);
  }

  private Supplier<Dataset<Row>> write(List<String> places) {
    if (!places.get(0).contains("://")) {
      String table = places.get(0);
      spark.sql("CREATE TABLE " + table + " (id BIGINT) USING iceberg");
      spark.sql("INSERT INTO " + table + " SELECT id FROM range(0, " + ROWS + ", 1, 4)");
      if (places.size() == 1) {
        return () -> spark.table(table);
      }
      String location =
          spark
              .sql("DESCRIBE EXTENDED " + table)
              .where("col_name = 'Location'")
              .first()
              .getString(1);
      return () -> spark.read().format("iceberg").load(location);
    }
    String[] folders = places.toArray(String[]::new);
    long share = ROWS / folders.length;
    for (int i = 0; i < folders.length; i++) {
      spark.range(i * share, (i + 1) * share, 1, 4).toDF().write().parquet(folders[i]);
    }
    // With a schema, so that nobody but the scan reads the files.
    return () -> spark.read().schema("id BIGINT").parquet(folders);
  }

  private void read(Path stop, Supplier<Dataset<Row>> files) {
    int round = 1;
    for (; round == 1 || !Files.exists(stop); round++) {
      Dataset<Row> sum = files.get().selectExpr("sum(id)", "count(*)");
      Row found = sum.first();
      if (found.getLong(0) != ROWS * (ROWS - 1) / 2 || found.getLong(1) != ROWS) {
        throw new IllegalStateException("round " + round + " found " + found);
      }
      if (round == 1) {
        Dataset<Row> read = files.get().selectExpr("sum(id)");
        read.collectAsList();
        say(
            "scans "
                + new TreeSet<>(
                    SCAN.matcher(read.queryExecution().executedPlan().toString())
                        .results()
                        .map(MatchResult::group)
                        .toList()));
      }
      say("round " + round);
    }
  }
}
