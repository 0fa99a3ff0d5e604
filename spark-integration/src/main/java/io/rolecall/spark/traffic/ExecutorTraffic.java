package io.rolecall.spark.traffic;

import io.rolecall.metrics.ProcessTraffic;
import io.rolecall.metrics.RouteNumbers;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.apache.spark.api.plugin.PluginContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests by route, in an executor: its numbers as metrics, and sent to the driver when they have
 * changed, every ten seconds at most. That is as often as Spark's own heartbeat; ten thousand
 * executors send a thousand messages in a second. If a message is lost, the driver's sums lack its
 * numbers, and nothing fails. Thread-safe.
 */
public final class ExecutorTraffic implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ExecutorTraffic.class);

  /** How many times the metrics are refreshed before a message to the driver. */
  private static final int TICKS = 5;

  private final PluginContext spark;
  private final RouteGauges gauges;
  private final Ticker ticker;
  private List<RouteNumbers> told = List.of();
  private int ticks;

  /**
   * Starts to publish and send the numbers.
   *
   * @param spark the plugin's context in this executor
   */
  public ExecutorTraffic(PluginContext spark) {
    this.spark = spark;
    this.gauges = new RouteGauges(spark.metricRegistry(), Clock.systemUTC());
    this.ticker = new Ticker(() -> tell(false));
  }

  private synchronized void tell(boolean last) {
    List<RouteNumbers> now = ProcessTraffic.requests();
    gauges.refresh(now, ProcessTraffic.sessions());
    ticks++;
    if (!last && ticks % TICKS != 0) {
      return;
    }
    if (now.isEmpty() || now.equals(told) && !last) {
      return;
    }
    try {
      spark.send(new NumbersMessage(spark.executorID(), last, now).encode());
      told = now;
    } catch (IOException | RuntimeException e) {
      LOG.debug("the driver was not told the numbers of routes: {}", e.toString());
    }
  }

  /** Sends the last numbers. */
  @Override
  public void close() {
    ticker.close();
    tell(true);
  }
}
