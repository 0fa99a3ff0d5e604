package io.rolecall.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * Reads a table in one account and writes one in another, round after round, with everything that
 * Iceberg's users do to a table. It prints what each round did, so that a test can act in between.
 */
public final class IcebergJob {

  /** What lines for the caller begin with. */
  static final String SAYS = "iceberg-job: ";

  private static final String SOURCE = "partner.db.flights";
  private static final String TARGET = "lake.db.totals";

  private final SparkSession spark;

  private IcebergJob(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Runs rounds.
   *
   * @param args a local folder: the job ends when it holds a file {@code stop}
   */
  public static void main(String[] args) throws IOException {
    SparkSession spark = SparkSession.builder().appName("iceberg").getOrCreate();
    AtomicLong failed = new AtomicLong();
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                if (!end.taskInfo().successful()) {
                  failed.incrementAndGet();
                }
              }
            });
    say("application " + spark.sparkContext().applicationId());
    IcebergJob job = new IcebergJob(spark);
    job.create();
    Path stop = Path.of(args[0], "stop");
    int round = 1;
    for (; !Files.exists(stop); round++) {
      job.write(round);
      if (round % 3 == 0) {
        job.maintain();
      }
      say("round " + round);
    }
    job.maintain();
    say("rows " + job.count(TARGET));
    say("failed tasks " + failed);
    spark.stop();
  }

  private static void say(String what) {
    System.out.println(SAYS + what);
  }

  private void create() {
    spark.sql("CREATE TABLE " + SOURCE + " (id BIGINT, origin STRING) USING iceberg");
    spark.sql(
        "INSERT INTO " + SOURCE + " SELECT id, concat('O', id % 7) FROM range(0, 1000, 1, 2)");
    spark.sql(
        "CREATE TABLE "
            + TARGET
            + " (round INT, origin STRING, flights BIGINT) USING iceberg"
            + " PARTITIONED BY (round) TBLPROPERTIES ('write.merge.mode'='merge-on-read')");
  }

  private void write(int round) {
    spark.sql(
        "INSERT INTO "
            + TARGET
            + " SELECT "
            + round
            + ", origin, count(*) FROM "
            + SOURCE
            + " GROUP BY origin");
    spark.sql(
        "MERGE INTO "
            + TARGET
            + " t USING (SELECT origin, count(*) AS n FROM "
            + SOURCE
            + " GROUP BY origin) s ON t.origin = s.origin AND t.round = "
            + round
            + " WHEN MATCHED THEN UPDATE SET flights = t.flights + s.n"
            + " WHEN NOT MATCHED THEN INSERT (round, origin, flights) VALUES (0, s.origin, s.n)");
    if (count(TARGET) != 7L * round) {
      throw new IllegalStateException("round " + round + " has " + count(TARGET) + " rows");
    }
  }

  /** Rewrites, forgets and looks for what nobody refers to: bulk deletes over both prefixes. */
  private void maintain() {
    call("rewrite_data_files(table => 'db.totals', options => map('rewrite-all', 'true'))");
    call(
        "expire_snapshots(table => 'db.totals', older_than => TIMESTAMP '2099-01-01 00:00:00',"
            + " retain_last => 1)");
    call(
        "remove_orphan_files(table => 'db.totals', older_than => TIMESTAMP '2001-01-01 00:00:00',"
            + " dry_run => true)");
  }

  private void call(String procedure) {
    spark.sql("CALL lake.system." + procedure).collectAsList();
  }

  private long count(String table) {
    return spark.sql("SELECT count(*) FROM " + table).first().getLong(0);
  }
}
