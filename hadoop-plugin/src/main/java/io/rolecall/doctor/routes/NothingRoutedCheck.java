package io.rolecall.doctor.routes;

import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.doctor.check.Findings.Candidate;
import java.util.List;

/** Looks whether there is any route for what is examined, and any that the user may use. */
public final class NothingRoutedCheck implements Check {

  private static final String STEP = "routes";

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    if (findings.haveFailure()) {
      return List.of();
    }
    if (!context.places().isEmpty()) {
      return context.places().stream()
          .filter(place -> findings.ofAllSets().stream().noneMatch(at -> at.covers(place)))
          .map(place -> failed(NoRoute.message(context.book(), place)))
          .toList();
    }
    if (findings.ofAllSets().isEmpty()
        && context.sets().stream().allMatch(set -> set.everyOther().isEmpty())) {
      return List.of(
          failed(
              "nothing is routed: is this the configuration that the job has?"
                  + " (HADOOP_CONF_DIR, --conf-file)"));
    }
    return isOpen(context, findings)
        ? List.of()
        : List.of(
            CheckStep.failed(
                STEP,
                "user '"
                    + context.caller()
                    + "' has access to nothing: each place that is routed is closed to this user",
                "The steps that are skipped say why, place by place"));
  }

  /** Whether anything is left that the user may use. */
  private static boolean isOpen(CheckContext context, Findings findings) {
    return findings.ofAllSets().stream().anyMatch(Candidate::isOpen)
        || context.sets().stream()
            .flatMap(set -> set.everyOther(context.caller()).stream())
            .anyMatch(access -> !access.isClosed());
  }

  private static CheckStep failed(String detail) {
    return CheckStep.failed(STEP, detail, null);
  }
}
