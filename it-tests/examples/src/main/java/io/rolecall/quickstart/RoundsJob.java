package io.rolecall.quickstart;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * A job for tests: round after round, each task reads in one account and writes in another, from
 * its executor. It knows Spark's core alone, whose interface is the same since Spark 3.5. It prints
 * what each round did, so that a test can act in between.
 */
public final class RoundsJob {

  /** What lines for the caller begin with. */
  public static final String SAYS = "rounds-job: ";

  private static final Duration SLOW = Duration.ofMillis(1500);

  /** Between what a task that lasts does and does again. */
  private static final Duration BREATH = Duration.ofMillis(250);

  private RoundsJob() {}

  /** What a task is given: it must travel to the executor. */
  private record Round(String from, String to, int number, Duration pause, Duration lasting)
      implements Serializable {}

  /**
   * Runs rounds.
   *
   * @param args the file to read, or several, separated by commas, which tasks take in turn; the
   *     folder to write in; how many tasks a round; a local folder by which the caller steers: the
   *     job ends when it holds a file {@code stop}, and its tasks take a second and a half each
   *     while it holds a file {@code slow}; and for how many seconds a task reads and writes over
   *     and over: once unless given
   */
  public static void main(String[] args) {
    JavaSparkContext context = new JavaSparkContext(new SparkConf().setAppName("rounds"));
    AtomicLong failed = new AtomicLong();
    context
        .sc()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                if (!end.taskInfo().successful()) {
                  failed.incrementAndGet();
                }
              }
            });
    say("application " + context.sc().applicationId());
    int tasks = Integer.parseInt(args[2]);
    Path steering = Path.of(args[3]);
    Duration lasting = Duration.ofSeconds(args.length < 5 ? 0 : Long.parseLong(args[4]));
    for (int number = 1; !Files.exists(steering.resolve("stop")); number++) {
      Duration pause = Files.exists(steering.resolve("slow")) ? SLOW : Duration.ZERO;
      Round round = new Round(args[0], args[1], number, pause, lasting);
      List<String> executors =
          context
              .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
              .map(task -> run(round, task))
              .collect();
      say("round " + number + " on " + new TreeSet<>(executors));
    }
    say("failed tasks " + failed);
    context.stop();
  }

  private static void say(String what) {
    System.out.println(SAYS + what);
  }

  private static String run(Round round, int task) throws IOException {
    long start = System.nanoTime();
    readAndWrite(round, task);
    while (System.nanoTime() - start < round.lasting.toNanos()) {
      LockSupport.parkNanos(BREATH.toNanos());
      readAndWrite(round, task);
    }
    return SparkEnv.get().executorId();
  }

  private static void readAndWrite(Round round, int task) throws IOException {
    Configuration conf = SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
    String[] files = round.from.split(",");
    String from = files[task % files.length];
    byte[] read;
    try (FSDataInputStream in =
        FileSystem.get(URI.create(from), conf).open(new org.apache.hadoop.fs.Path(from))) {
      LockSupport.parkNanos(round.pause.toNanos());
      read = in.readAllBytes();
    }
    org.apache.hadoop.fs.Path to = new org.apache.hadoop.fs.Path(round.to, "task-" + task);
    try (FSDataOutputStream out = FileSystem.get(URI.create(round.to), conf).create(to, true)) {
      out.write((round.number + ":" + read.length).getBytes(StandardCharsets.UTF_8));
    }
  }
}
