package io.rolecall.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.DeleteOrphanFiles;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;

/**
 * Reads a table in one account and writes one in another, round after round, with everything that
 * Iceberg's users do to a table. It prints what each round did, so that a test can act in between.
 */
public final class IcebergJob {

  /** What lines for the caller begin with. */
  static final String SAYS = "iceberg-job: ";

  private static final String SOURCE = "partner.db.flights";
  private static final String TARGET = "lake.db.totals";
  private static final String EVENTS = "lake.db.events";
  private static final String SLOW = "lake.db.slow";

  /** How many files the slow scan opens one after another, and how long it works on each. */
  private static final int SLOW_FILES = 12;

  private static final long SLOW_MILLIS = 2500;

  private final SparkSession spark;

  private IcebergJob(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Runs rounds.
   *
   * @param args a local folder: the job ends when it holds a file {@code stop}; and where the
   *     streaming query keeps what it has done
   */
  public static void main(String[] args) throws Exception {
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
    StreamingQuery events = job.stream(args[1]);
    java.nio.file.Path stop = java.nio.file.Path.of(args[0], "stop");
    int round = 1;
    for (; !Files.exists(stop); round++) {
      job.write(round);
      if (round % 3 == 0) {
        job.maintain();
      }
      say("round " + round);
    }
    events.stop();
    if (events.exception().isDefined()) {
      throw new IllegalStateException("the streaming query has failed", events.exception().get());
    }
    job.maintain();
    job.scanSlowly();
    say("streamed " + job.consecutive());
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
    spark.sql("CREATE TABLE " + EVENTS + " (at TIMESTAMP, value BIGINT) USING iceberg");
  }

  /** A row each second, added to a table as long as the job runs. */
  private StreamingQuery stream(String checkpoint) throws TimeoutException {
    return spark
        .readStream()
        .format("rate")
        .option("rowsPerSecond", 1)
        .option("numPartitions", 1)
        .load()
        .withColumnRenamed("timestamp", "at")
        .writeStream()
        .format("iceberg")
        .trigger(Trigger.ProcessingTime(3, TimeUnit.SECONDS))
        .option("checkpointLocation", checkpoint)
        .toTable(EVENTS);
  }

  /**
   * How many rows the stream has added, from the first: none is missing, and none is there twice.
   */
  private long consecutive() {
    Row rows =
        spark.sql("SELECT count(*), count(DISTINCT value), max(value) FROM " + EVENTS).first();
    long count = rows.getLong(0);
    if (count == 0 || rows.getLong(1) != count || rows.getLong(2) != count - 1) {
      throw new IllegalStateException("the stream has added " + rows);
    }
    return count;
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

  /** Writes to a branch, looks at it, and drops it. */
  private void branch() {
    spark.sql("ALTER TABLE " + TARGET + " CREATE BRANCH audit");
    long before = count(TARGET);
    spark.sql("INSERT INTO " + TARGET + ".branch_audit VALUES (0, 'audit', 1)");
    if (count(TARGET) != before || count(TARGET + ".branch_audit") != before + 1) {
      throw new IllegalStateException(
          "the branch has " + count(TARGET + ".branch_audit") + " rows");
    }
    spark.sql("ALTER TABLE " + TARGET + " DROP BRANCH audit");
  }

  /**
   * Rewrites, forgets and removes what nobody refers to, which the branch's rows are among: bulk
   * deletes over both prefixes.
   */
  private void maintain() throws Exception {
    branch();
    call("rewrite_data_files(table => 'db.totals', options => map('rewrite-all', 'true'))");
    call(
        "expire_snapshots(table => 'db.totals', older_than => TIMESTAMP '2099-01-01 00:00:00',"
            + " retain_last => 1)");
    removeOrphans();
  }

  /** The procedure leaves alone what is younger than a day; its action does what it is told. */
  private void removeOrphans() throws Exception {
    Table table = Spark3Util.loadIcebergTable(spark, TARGET);
    List<String> orphans = List.of(table.location() + "/data/orphan", table.location() + "/orphan");
    for (String orphan : orphans) {
      write(orphan);
    }
    DeleteOrphanFiles.Result removed =
        SparkActions.get(spark)
            .deleteOrphanFiles(table)
            .olderThan(System.currentTimeMillis() + TimeUnit.DAYS.toMillis(1))
            .execute();
    Set<String> locations = new TreeSet<>();
    removed.orphanFileLocations().forEach(locations::add);
    if (!locations.containsAll(orphans)) {
      throw new IllegalStateException("removed " + locations + ", not " + orphans);
    }
  }

  private void write(String file) throws IOException {
    Path path = new Path(file);
    path.getFileSystem(spark.sparkContext().hadoopConfiguration()).create(path).close();
  }

  /** One task opens files as long as several sessions live. */
  private void scanSlowly() throws NoSuchTableException {
    spark.sql(
        "CREATE TABLE "
            + SLOW
            + " (id BIGINT) USING iceberg TBLPROPERTIES"
            + " ('read.split.adaptive-size.enabled'='false')");
    spark.range(0, SLOW_FILES, 1, SLOW_FILES).toDF().writeTo(SLOW).append();
    spark.udf().register("slowly", (UDF1<Long, Long>) IcebergJob::slowly, DataTypes.LongType);
    int tasks = spark.table(SLOW).rdd().getNumPartitions();
    long sum = spark.sql("SELECT sum(slowly(id)) FROM " + SLOW).first().getLong(0);
    say("slow scan " + sum + " by " + tasks + " task");
  }

  private static Long slowly(Long id) throws InterruptedException {
    Thread.sleep(SLOW_MILLIS);
    return id;
  }

  private void call(String procedure) {
    spark.sql("CALL lake.system." + procedure).collectAsList();
  }

  private long count(String table) {
    return spark.sql("SELECT count(*) FROM " + table).first().getLong(0);
  }
}
