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
 * An executor's half: its numbers as metrics, and told to the driver when they change, every ten
 * seconds at most, as often as Spark's own heartbeat: ten thousand executors are a thousand
 * messages in a second. A driver that does not hear them lacks them in its summary, and no more.
 * Thread-safe.
 */
public final class ExecutorTraffic implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ExecutorTraffic.class);

  /** How many times the metrics are renewed before the driver is told. */
  private static final int TICKS = 5;

  private final PluginContext spark;
  private final RouteGauges gauges;
  private final Ticker ticker;
  private List<RouteNumbers> told = List.of();
  private int ticks;

  /**
   * Begins.
   *
   * @param spark this executor, of the plugin
   */
  public ExecutorTraffic(PluginContext spark) {
    this.spark = spark;
    this.gauges = new RouteGauges(spark.metricRegistry(), Clock.systemUTC());
    this.ticker = new Ticker(() -> tell(false));
  }

  private synchronized void tell(boolean last) {
    gauges.refresh(ProcessTraffic::requests, ProcessTraffic::sessions);
    ticks++;
    if (!last && ticks % TICKS != 0) {
      return;
    }
    List<RouteNumbers> now = ProcessTraffic.requests();
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

  /** Says the last word. */
  @Override
  public void close() {
    ticker.close();
    tell(true);
  }
}
