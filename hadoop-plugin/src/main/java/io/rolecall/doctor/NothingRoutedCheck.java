package io.rolecall.doctor;

import java.util.List;

/** Looks whether there is any route for what is examined. */
final class NothingRoutedCheck implements Check {

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
    return findings.ofAllSets().isEmpty()
            && context.sets().stream().allMatch(set -> set.everyOther().isEmpty())
        ? List.of(
            failed(
                "nothing is routed: is this the configuration that the job has?"
                    + " (HADOOP_CONF_DIR, --conf-file)"))
        : List.of();
  }

  private static CheckStep failed(String detail) {
    return CheckStep.failed("routes", detail, null);
  }
}
