package io.rolecall.spark.selftest;

import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.doctor.routes.Clocks;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares executors' clocks with the driver's, and so with that of STS. */
final class ClockCheck implements Check {

  static final String STEP = "clock";

  private final Cluster cluster;

  ClockCheck(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    if (cluster.isLocal()) {
      return List.of();
    }
    long before = context.clock().millis();
    Map<String, Long> clocks =
        cluster.askEach("reading executors' clocks", System::currentTimeMillis);
    long after = context.clock().millis();
    Map<String, List<CheckStep>> steps = new LinkedHashMap<>();
    clocks.forEach(
        (executor, clock) ->
            steps.put(executor, List.of(step(skew(clock, before, after), findings))));
    return Words.together(steps);
  }

  private static CheckStep step(Duration ahead, Findings findings) {
    return findings
        .clockSkew()
        .map(drivers -> Clocks.step("the clock", ahead.plus(drivers)))
        .orElseGet(() -> Clocks.besideTheDrivers("the clock", ahead));
  }

  /** The least that the clock is wrong by; zero if it shows a time between question and answer. */
  private static Duration skew(long clock, long before, long after) {
    if (clock > after) {
      return Duration.ofMillis(clock - after);
    }
    return Duration.ofMillis(Math.min(0, clock - before));
  }
}
