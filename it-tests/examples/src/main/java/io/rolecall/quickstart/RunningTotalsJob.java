package io.rolecall.quickstart;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.api.java.function.FlatMapGroupsWithStateFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.GroupState;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/**
 * A stream with state, for tests: each record comes out once, with the count and the total of its
 * group so far. So the output shows a record that was lost, one that was taken twice, and a state
 * that is not the one that the last committed batch left.
 *
 * <p>Records are lines of {@code id,group,amount}; what comes out is {@code
 * id,group,amount,count,total}.
 */
public final class RunningTotalsJob {

  /** What lines for the caller begin with. */
  public static final String SAYS = "totals-job: ";

  /** What lines about tasks that failed begin with. */
  public static final String FAILED = "task failed: ";

  /** What lines begin with about a stream that failed and is started again. */
  public static final String STREAM_FAILED = "stream failed: ";

  private static final long LOOK_MILLIS = 200;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private RunningTotalsJob() {}

  /**
   * Runs the stream, from its checkpoint if there is one.
   *
   * @param args the folder of incoming files, the checkpoint, the sink, and a local file: when that
   *     exists, the job takes what has arrived and ends; then {@code again} if a stream that fails
   *     is to be started again
   * @throws TimeoutException if the stream does not start
   * @throws StreamingQueryException if the stream fails
   */
  public static void main(String[] args) throws TimeoutException, StreamingQueryException {
    SparkSession spark = SparkSession.builder().appName("running-totals").getOrCreate();
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                if (!end.taskInfo().successful()) {
                  say(FAILED + end.reason());
                }
              }
            });
    say("application " + spark.sparkContext().applicationId());
    if (args.length > 4) {
      streamAgain(spark, args);
    } else {
      stream(spark, args);
    }
    spark.stop();
    say("ended");
  }

  private static void stream(SparkSession spark, String... args)
      throws TimeoutException, StreamingQueryException {
    StreamingQuery query = start(spark, args[0], args[1], args[2]);
    Path stop = Path.of(args[3]);
    while (!query.awaitTermination(LOOK_MILLIS)) {
      if (Files.exists(stop)) {
        query.processAllAvailable();
        query.stop();
      }
    }
  }

  /** As jobs do that are to survive what passes. */
  @SuppressWarnings(
      "CatchingUnchecked") // Spark's Scala throws exceptions that it does not declare.
  private static void streamAgain(SparkSession spark, String... args) {
    while (true) {
      try {
        stream(spark, args);
        return;
      } catch (Exception e) {
        say(STREAM_FAILED + causes(e));
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private static String causes(Throwable failure) {
    StringBuilder causes = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      causes.append(causes.isEmpty() ? "" : " <- ").append(cause);
    }
    return causes.toString().replaceAll("\\s+", " ");
  }

  private static void say(String what) {
    System.out.println(SAYS + what);
  }

  private static StreamingQuery start(
      SparkSession spark, String incoming, String checkpoint, String sink) throws TimeoutException {
    return spark
        .readStream()
        .textFile(incoming)
        .groupByKey((MapFunction<String, String>) line -> line.split(",")[1], Encoders.STRING())
        .flatMapGroupsWithState(
            (FlatMapGroupsWithStateFunction<String, String, Totals, String>)
                RunningTotalsJob::extend,
            OutputMode.Append(),
            Encoders.bean(Totals.class),
            Encoders.STRING(),
            GroupStateTimeout.NoTimeout())
        .writeStream()
        .format("text")
        .option("checkpointLocation", checkpoint)
        .option("path", sink)
        .trigger(Trigger.ProcessingTime(1, TimeUnit.SECONDS))
        .start();
  }

  private static Iterator<String> extend(
      String group, Iterator<String> lines, GroupState<Totals> state) {
    Totals totals = state.exists() ? state.get() : new Totals();
    List<String> extended = new ArrayList<>();
    while (lines.hasNext()) {
      String line = lines.next();
      totals.setCount(totals.getCount() + 1);
      totals.setTotal(totals.getTotal() + Long.parseLong(line.split(",")[2]));
      extended.add(line + "," + totals.getCount() + "," + totals.getTotal());
    }
    state.update(totals);
    return extended.iterator();
  }

  /** The state of a group. A bean, as Spark's encoders want it. */
  public static final class Totals implements Serializable {

    private static final long serialVersionUID = 1L;

    private long count;
    private long total;

    /** How many records the group has had. */
    public long getCount() {
      return count;
    }

    /** For Spark. */
    public void setCount(long count) {
      this.count = count;
    }

    /** The sum of their amounts. */
    public long getTotal() {
      return total;
    }

    /** For Spark. */
    public void setTotal(long total) {
      this.total = total;
    }
  }
}
