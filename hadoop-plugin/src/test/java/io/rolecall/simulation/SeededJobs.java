package io.rolecall.simulation;

import io.rolecall.simulation.FaultSimulation.Outcome;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Jobs of one seed after the other, and what happened in all of them together. */
public final class SeededJobs {

  private final Map<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);
  private long seeds;
  private long hours;
  private long requests;
  private long repeats;
  private long waits;
  private long failures;
  private long messages;
  private long stsCalls;
  private long worstRecovery;

  SeededJobs() {}

  void add(Outcome outcome) {
    seeds++;
    hours += outcome.hours();
    requests += outcome.counts().requests;
    repeats += outcome.counts().repeats;
    waits += outcome.counts().waits;
    failures += outcome.counts().failures;
    messages += outcome.counts().messages;
    stsCalls += outcome.stsCalls();
    worstRecovery = Math.max(worstRecovery, outcome.counts().worstRecovery);
    outcome.faults().forEach((kind, number) -> faults.merge(kind, (long) number, Long::sum));
  }

  long hours() {
    return hours;
  }

  Map<FaultKind, Long> faults() {
    return faults;
  }

  /** A table, for people. */
  String table(Duration took) {
    StringBuilder table = new StringBuilder();
    row(table, "job-hours", String.format(Locale.ROOT, "%,d", hours));
    row(
        table,
        "seeds",
        String.format(
            Locale.ROOT,
            "%,d, %.1f in a second",
            seeds,
            seeds * 1000.0 / Math.max(1, took.toMillis())));
    row(table, "requests", String.format(Locale.ROOT, "%,d", requests));
    row(
        table,
        "  of them",
        String.format(
            Locale.ROOT,
            "%,d signed again, %,d waited, %,d failed for a reason",
            repeats,
            waits,
            failures));
    row(table, "messages to drivers", String.format(Locale.ROOT, "%,d", messages));
    row(table, "STS calls", String.format(Locale.ROOT, "%,d", stsCalls));
    row(
        table,
        "slowest recovery",
        String.format(
            Locale.ROOT,
            "%.0f s after the last fault, at most %d s",
            worstRecovery / 1e9,
            SimulatedJob.BOUND / SimulatedSts.SECOND));
    row(
        table,
        "faults",
        String.format(
            Locale.ROOT, "%,d", faults.values().stream().mapToLong(Long::longValue).sum()));
    faults.forEach(
        (kind, number) ->
            row(
                table,
                "  " + kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                String.format(Locale.ROOT, "%,d", number)));
    return table.toString();
  }

  private static void row(StringBuilder table, String name, String value) {
    table.append(String.format(Locale.ROOT, "%-28s %s%n", name, value));
  }

  /**
   * What happened in one job.
   *
   * @param seed its seed
   * @param hours how long it is
   * @param executors how many executors it has at most
   * @return a line that a replay repeats
   */
  public static String told(long seed, int hours, int executors) {
    return FaultSimulation.run(seed, hours, executors).toString();
  }

  /**
   * The first violation of seeds from 1 on, for whoever loads these classes by another loader.
   *
   * @param hours how long each job is
   * @param executors how many executors each has at most
   * @param jobHours how many hours of jobs are tried
   * @return the invariant, and where it was violated; null if all held
   */
  public static String @Nullable [] firstViolation(int hours, int executors, int jobHours) {
    long before = 0;
    for (long seed = 1; before < jobHours; seed++) {
      Outcome outcome = FaultSimulation.run(seed, hours, executors);
      Throwable violation = outcome.violation();
      if (violation != null) {
        String invariant =
            violation instanceof Violation known ? known.invariant().name() : violation.toString();
        return new String[] {
          invariant,
          "seed " + seed + ", job-hour " + (before + outcome.seconds() / 3600 + 1),
          Objects.toString(violation.getMessage())
        };
      }
      before += hours;
    }
    return null;
  }
}
