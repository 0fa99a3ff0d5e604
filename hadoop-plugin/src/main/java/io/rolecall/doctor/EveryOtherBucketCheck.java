package io.rolecall.doctor;

import io.rolecall.config.ConfigException;
import io.rolecall.routes.RoutedFor;
import java.util.List;

/**
 * Tells of the routes of buckets without a name: there is nothing to try until somebody names one.
 */
final class EveryOtherBucketCheck implements Check {

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    if (!context.places().isEmpty() || findings.haveFailure()) {
      return List.of();
    }
    try {
      return context.book().everyOther().stream().map(EveryOtherBucketCheck::step).toList();
    } catch (ConfigException e) {
      return List.of(CheckStep.failed("routes", String.valueOf(e.getMessage()), null));
    }
  }

  private static CheckStep step(RoutedFor routed) {
    return CheckStep.ok(
        "routes",
        "every bucket that no route names: "
            + routed.as().<Object>match(route -> route.access(), template -> template)
            + (routed.audience().isEverybody() ? "" : " for " + routed.audience())
            + ". Name a location to try it");
  }
}
