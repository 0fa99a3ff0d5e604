package io.rolecall.quickstart;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/**
 * The job of the quick start. It knows nothing of Rolecall: paths are all it has.
 *
 * <p>First a batch: flights per state of departure, from flights of one account and airports of
 * another. Then a stream that outlives many sessions: what arrives in the flights' account is
 * written to the job's own, with its checkpoint in a third.
 */
public final class FlightsJob {

  /** What lines for the caller begin with. */
  static final String SAYS = "flights-job: ";

  private static final String FLIGHTS_SCHEMA = "origin STRING, destination STRING, count INT";

  private final SparkSession spark;
  private final AtomicLong failedTasks = new AtomicLong();

  private FlightsJob(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Runs the job.
   *
   * @param args flights, airports, results, then for the stream: incoming, checkpoint, sink, and
   *     how many seconds it runs (0: no stream)
   * @throws TimeoutException if the stream does not start
   * @throws StreamingQueryException if the stream fails
   */
  public static void main(String[] args) throws TimeoutException, StreamingQueryException {
    SparkSession spark = SparkSession.builder().appName("flights").getOrCreate();
    FlightsJob job = new FlightsJob(spark);
    job.countFailedTasks();
    say("application " + spark.sparkContext().applicationId());
    job.batch(args[0], args[1], args[2]);
    long seconds = Long.parseLong(args[6]);
    if (seconds > 0) {
      job.stream(args[3], args[4], args[5], Duration.ofSeconds(seconds));
    }
    say("failed tasks " + job.failedTasks.get());
    spark.stop();
  }

  private static void say(String what) {
    System.out.println(SAYS + what);
  }

  private void countFailedTasks() {
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                if (!end.taskInfo().successful()) {
                  failedTasks.incrementAndGet();
                }
              }
            });
  }

  private void batch(String flights, String airports, String results) {
    Dataset<Row> departures =
        spark.read().option("header", true).schema(FLIGHTS_SCHEMA).csv(flights);
    Dataset<Row> places = spark.read().option("header", true).csv(airports);
    departures
        .join(places, departures.col("origin").equalTo(places.col("iata")))
        .groupBy("state")
        .agg(sum("count").as("flights"))
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(results);
    Dataset<Row> busiest = spark.read().parquet(results).orderBy(col("flights").desc());
    Row first = busiest.first();
    say(
        "batch wrote "
            + busiest.count()
            + " states; most flights leave from "
            + first.getString(0)
            + ": "
            + first.getLong(1));
  }

  private void stream(String incoming, String checkpoint, String sink, Duration time)
      throws TimeoutException, StreamingQueryException {
    StreamingQuery query =
        spark
            .readStream()
            .option("header", true)
            .schema(FLIGHTS_SCHEMA)
            .csv(incoming)
            .writeStream()
            .format("parquet")
            .option("checkpointLocation", checkpoint)
            .option("path", sink)
            .trigger(Trigger.ProcessingTime(2, TimeUnit.SECONDS))
            .start();
    say("stream started");
    boolean ended = query.awaitTermination(time.toMillis());
    if (!ended) {
      query.processAllAvailable();
      query.stop();
    }
    long written = spark.read().parquet(sink).count();
    long arrived = spark.read().option("header", true).schema(FLIGHTS_SCHEMA).csv(incoming).count();
    say("stream wrote " + written + " of " + arrived + " rows");
  }
}
