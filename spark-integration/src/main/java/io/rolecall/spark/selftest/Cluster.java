package io.rolecall.spark.selftest;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** The application and its executors. Not thread-safe. */
final class Cluster implements AutoCloseable {

  private static final int ROUNDS = 5;
  private static final Duration POLL = Duration.ofMillis(200);

  /** Executors that start together register one after the other. */
  private static final Duration LATE = Duration.ofSeconds(2);

  private final SparkConf conf;
  private final Progress progress;
  private @Nullable JavaSparkContext spark;
  private List<String> executors = List.of();

  Cluster(SparkConf conf, Progress progress) {
    this.conf = conf;
    this.progress = progress;
  }

  /**
   * Starts the application.
   *
   * @throws TaskFailure if it does not start
   */
  void start() {
    try (Progress.Waiting waiting = progress.waitFor(() -> "waiting for the application")) {
      spark = new JavaSparkContext(conf);
    } catch (Exception e) {
      throw new TaskFailure(e);
    }
  }

  SparkContext context() {
    return requireNonNull(spark, "start comes first").sc();
  }

  SparkConf conf() {
    return spark == null ? conf : spark.getConf();
  }

  boolean isLocal() {
    return context().isLocal();
  }

  /** How many executors the configuration asks for; 1 if it says nothing. */
  private int wanted() {
    return isLocal() ? 0 : Math.max(1, conf.getInt("spark.executor.instances", 1));
  }

  /**
   * Waits for as many executors as were asked for, and a little longer for others.
   *
   * @return their ids; in local mode, where the driver runs the tasks, the driver's id
   */
  List<String> awaitExecutors(Duration patience) throws InterruptedException {
    if (isLocal()) {
      executors = List.of(SparkEnv.get().executorId());
      return executors;
    }
    long end = System.nanoTime() + patience.toNanos();
    long since = System.nanoTime();
    try (Progress.Waiting waiting =
        progress.waitFor(() -> "waiting for executors, " + ids().size() + " are there")) {
      while (System.nanoTime() < end) {
        List<String> now = ids();
        if (now.size() != executors.size()) {
          executors = now;
          since = System.nanoTime();
        }
        if (now.size() >= wanted() && System.nanoTime() - since > LATE.toNanos()) {
          break;
        }
        Thread.sleep(POLL.toMillis());
      }
    }
    return executors;
  }

  private List<String> ids() {
    return CollectionConverters.asJava(context().getExecutorIds()).stream().sorted().toList();
  }

  List<String> executors() {
    return executors;
  }

  /**
   * Asks each executor. Spark chooses where tasks run, so more tasks are run while an executor has
   * had none, in a few rounds.
   *
   * @param what what is done, for the message to those who wait
   * @return the answers by executor id; some may be missing
   */
  <T> Map<String, T> askEach(String what, Question<T> question) {
    Map<String, T> answers = new TreeMap<>();
    try (Progress.Waiting waiting = progress.waitFor(() -> what)) {
      for (int round = 1; round <= ROUNDS && answers.size() < executors.size(); round++) {
        ask(question, executors.size() * round)
            .forEach(answer -> answers.putIfAbsent(answer.executor(), answer.value()));
      }
    }
    return answers;
  }

  /** Asks any executor. */
  <T> T askOne(String what, Question<T> question) {
    try (Progress.Waiting waiting = progress.waitFor(() -> what)) {
      return ask(question, 1).get(0).value();
    }
  }

  private <T> List<Answer<T>> ask(Question<T> question, int tasks) {
    JavaSparkContext context = requireNonNull(spark, "start comes first");
    try {
      return context
          .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
          .map(ignored -> new Answer<>(SparkEnv.get().executorId(), question.answer()))
          .collect();
    } catch (Exception e) {
      throw new TaskFailure(e);
    }
  }

  @Override
  public void close() {
    if (spark != null) {
      spark.close();
    }
  }
}
