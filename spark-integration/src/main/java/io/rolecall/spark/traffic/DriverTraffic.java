package io.rolecall.spark.traffic;

import com.codahale.metrics.MetricRegistry;
import io.rolecall.metrics.ProcessTraffic;
import io.rolecall.metrics.RouteNumbers;
import io.rolecall.process.InterruptFlag;
import io.rolecall.renewal.SessionStatistics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests by route, in the driver: its own numbers and those of its executors, as metrics and,
 * when the application ends, in its log. Thread-safe.
 */
public final class DriverTraffic extends SparkListener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DriverTraffic.class);

  /** How long to wait for executors' last messages when the application has ended. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final ExecutorNumbers executors = new ExecutorNumbers();
  private String application = "";
  private @Nullable Ticker ticker;

  /** Without any numbers yet. */
  public DriverTraffic() {}

  /**
   * Publishes the numbers as metrics.
   *
   * @param id the application's id
   * @param registry the plugin's registry
   */
  public void register(String id, MetricRegistry registry) {
    application = id;
    RouteGauges gauges = new RouteGauges(registry, Clock.systemUTC());
    Runnable refresh =
        () -> {
          gauges.refresh(routes(), ProcessTraffic.sessions());
          gauges.refreshExecutors(executors.all());
        };
    refresh.run();
    ticker = new Ticker(refresh);
  }

  /**
   * This driver's numbers; the routes that only executors use are zero, for the sake of their
   * sessions.
   */
  private List<RouteNumbers> routes() {
    return ExecutorNumbers.sum(
        Stream.concat(
                ProcessTraffic.requests().stream(),
                executors.all().stream()
                    .map(route -> new RouteNumbers(route.route(), 0, 0, 0, 0, 0)))
            .toList());
  }

  /**
   * Whether a message is an executor's numbers.
   *
   * @param message the text
   * @return whether it is one
   */
  public static boolean isFor(String message) {
    return message.startsWith(NumbersMessage.NAME);
  }

  /**
   * Takes an executor's numbers.
   *
   * @param message the text
   * @throws IOException if it cannot be read
   */
  public void receive(String message) throws IOException {
    executors.say(NumbersMessage.decode(message));
  }

  /** An executor that was removed sends no last message. */
  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    executors.gone(removed.executorId());
  }

  /** Logs the numbers of all routes. What follows in this process is the next application's. */
  @Override
  public void close() {
    if (ticker != null) {
      ticker.close();
    }
    awaitLastWords();
    List<RouteNumbers> all =
        ExecutorNumbers.sum(
            Stream.concat(ProcessTraffic.requests().stream(), executors.all().stream()).toList());
    Map<String, SessionStatistics> sessions = ProcessTraffic.sessions();
    if (!all.isEmpty()) {
      LOG.info(JobSummary.text(application, all, sessions));
    }
    ProcessTraffic.startOver();
  }

  private void awaitLastWords() {
    long end = System.nanoTime() + LAST_WORDS.toNanos();
    try {
      while (!executors.haveEnded() && System.nanoTime() < end) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      InterruptFlag.restore();
    }
  }
}
