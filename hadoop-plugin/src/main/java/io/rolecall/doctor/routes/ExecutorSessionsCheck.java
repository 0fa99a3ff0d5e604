package io.rolecall.doctor.routes;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallKeys;
import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.route.NamedPlace;
import java.util.List;
import java.util.stream.Collectors;

/** Tells whose sessions executors give to programs; a driver refuses what it finds wrong. */
public final class ExecutorSessionsCheck implements Check {

  private static final String STEP = "executors";

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    List<NamedPlace> locations;
    try {
      locations = ExecutorLocations.of(context.book(), context.caller());
    } catch (ConfigException e) {
      return List.of(CheckStep.failed(STEP, String.valueOf(e.getMessage()), null));
    }
    return locations.isEmpty()
        ? List.of()
        : List.of(
            CheckStep.ok(
                STEP,
                RolecallKeys.EXECUTOR_SESSIONS.name()
                    + ": programs on Spark's executors have the profiles "
                    + locations.stream()
                        .map(each -> each.name().orElse("") + " (" + each.place() + ")")
                        .collect(Collectors.joining(", "))));
  }
}
