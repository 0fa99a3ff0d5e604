package io.rolecall.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.simulation.FaultSimulation.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A thousand hours of jobs under faults; and that a seed tells all of one. */
class FaultSimulationTest {

  private static final int HOURS = 8;
  private static final int EXECUTORS = 24;

  @Test
  void everythingHoldsForAThousandJobHours() {
    SeededJobs all = new SeededJobs();
    List<Outcome> violations = new ArrayList<>();
    long start = System.nanoTime();
    for (long seed = 1; all.hours() < 1000; seed++) {
      Outcome outcome = FaultSimulation.run(seed, HOURS, EXECUTORS);
      all.add(outcome);
      if (outcome.violation() != null) {
        violations.add(outcome);
      }
    }
    System.out.print(all.table(Duration.ofNanos(System.nanoTime() - start)));
    assertThat(violations)
        .as("replay: it-tests/run simulate --seed SEED --hours %d", HOURS)
        .isEmpty();
    assertThat(all.faults()).as("every kind").containsOnlyKeys(FaultKind.values());
  }

  /** The requests and messages of each, one by one, are in the trace. */
  @Test
  void aSeedIsReplayedStepByStep() {
    String first = FaultSimulation.run(7, HOURS, EXECUTORS).toString();
    assertThat(FaultSimulation.run(7, HOURS, EXECUTORS)).hasToString(first);
    assertThat(FaultSimulation.run(8, HOURS, EXECUTORS).toString().replace("seed 8", "seed 7"))
        .isNotEqualTo(first);
  }

  /** What classes, hash codes and memory differ in from one JVM to the next, changes nothing. */
  @Test
  void aSeedIsReplayedByOtherClasses() throws Exception {
    PlantedBug none =
        new PlantedBug(
            "nothing",
            "renewal/FailureSeries.java",
            "before == null ? 1 : before.count + 1",
            "before == null ? 1 : 1 + before.count",
            Set.of());
    Class<?> other = MutatedClasses.with(none).loadClass(SeededJobs.class.getName());
    assertThat(
            other
                .getMethod("told", long.class, int.class, int.class)
                .invoke(null, 7, HOURS, EXECUTORS))
        .isEqualTo(SeededJobs.told(7, HOURS, EXECUTORS));
  }
}
