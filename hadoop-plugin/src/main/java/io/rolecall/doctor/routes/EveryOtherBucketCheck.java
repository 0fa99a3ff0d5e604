package io.rolecall.doctor.routes;

import io.rolecall.config.ConfigException;
import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.route.Access;
import java.util.List;

/**
 * Tells of the routes of buckets without a name: there is nothing to try until somebody names one.
 */
public final class EveryOtherBucketCheck implements Check {

  private static final String BUCKETS = "every bucket that no route names: ";

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    if (!context.places().isEmpty() || findings.haveFailure()) {
      return List.of();
    }
    try {
      return context.book().everyOther(context.caller()).stream()
          .map(EveryOtherBucketCheck::step)
          .toList();
    } catch (ConfigException e) {
      return List.of(CheckStep.failed("routes", String.valueOf(e.getMessage()), null));
    }
  }

  private static CheckStep step(Access access) {
    return access.match(
        EveryOtherBucketCheck::open,
        EveryOtherBucketCheck::open,
        EveryOtherBucketCheck::open,
        nobody -> CheckStep.skipped("routes", BUCKETS + nobody.why()));
  }

  private static CheckStep open(Access access) {
    return CheckStep.ok("routes", BUCKETS + access + ". Name a location to try it");
  }
}
