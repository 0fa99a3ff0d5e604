package io.rolecall.spark.selftest;

import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import java.util.List;

/**
 * A check that runs tasks. If Spark cannot run them, that is a failed step.
 *
 * @param step the check's step
 * @param check the check
 */
record OnExecutors(String step, Check check) implements Check {

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    try {
      return check.check(context, findings);
    } catch (TaskFailure e) {
      return List.of(
          CheckStep.failed(
              step, "a task failed: " + Words.of(e), "See the executors' logs and the driver's"));
    }
  }

  @Override
  public boolean isBasis() {
    return check.isBasis();
  }
}
