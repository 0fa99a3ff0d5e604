package io.rolecall.spark.selftest;

import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.process.InterruptFlag;
import java.time.Duration;
import java.util.List;

/** Starts the application, and waits for its executors. */
final class ApplicationCheck implements Check {

  private static final String STEP = "application";

  private final Cluster cluster;
  private final Duration patience;

  ApplicationCheck(Cluster cluster, Duration patience) {
    this.cluster = cluster;
    this.patience = patience;
  }

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    long start = System.nanoTime();
    try {
      cluster.start();
      List<String> executors = cluster.awaitExecutors(patience);
      return List.of(found(executors).took(Duration.ofNanos(System.nanoTime() - start)));
    } catch (InterruptedException e) {
      InterruptFlag.restore();
      return List.of(CheckStep.failed(STEP, "interrupted", null));
    } catch (TaskFailure e) {
      return List.of(
          CheckStep.failed(STEP, "it does not start: " + Words.of(e), "See the driver's log"));
    }
  }

  private CheckStep found(List<String> executors) {
    if (cluster.isLocal()) {
      return CheckStep.warning(
          STEP,
          "spark.master=" + cluster.conf().get("spark.master") + " has no executors",
          "Run this on the cluster where jobs will run: what follows is the driver's own");
    }
    if (executors.isEmpty()) {
      return CheckStep.failed(
          STEP,
          "no executor has registered within " + patience.toSeconds() + " s",
          "If executors start and end, their logs tell why (without Rolecall's jars they say"
              + " ClassNotFoundException: io.rolecall...); else the cluster has no room");
    }
    return CheckStep.ok(
        STEP,
        "Spark "
            + cluster.context().version()
            + ", "
            + cluster.context().applicationId()
            + ", "
            + Words.executors(executors));
  }

  @Override
  public boolean isBasis() {
    return true;
  }
}
