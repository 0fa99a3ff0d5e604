package io.rolecall.doctor;

import java.util.List;

/** Looks whether there is any route for what is examined. */
final class NothingRoutedCheck implements Check {

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    if (findings.haveFailure() || !findings.candidates().isEmpty()) {
      return List.of();
    }
    return context
        .location()
        .map(location -> List.of(failed(NoRoute.message(context.book(), location))))
        .orElseGet(
            () ->
                context.book().everyOther().isEmpty()
                    ? List.of(
                        failed(
                            "nothing is routed: is this the configuration that the job has?"
                                + " (HADOOP_CONF_DIR, --conf-file)"))
                    : List.of());
  }

  private static CheckStep failed(String detail) {
    return CheckStep.failed("routes", detail, null);
  }
}
