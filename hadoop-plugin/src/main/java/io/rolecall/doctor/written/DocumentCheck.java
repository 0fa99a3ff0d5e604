package io.rolecall.doctor.written;

import io.rolecall.config.ConfigException;
import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import java.util.List;

/** Looks whether the routes can be read at all. */
public final class DocumentCheck implements Check {

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    try {
      context.book().buckets();
      return List.of();
    } catch (ConfigException e) {
      return List.of(CheckStep.failed("routes", String.valueOf(e.getMessage()), null));
    }
  }

  @Override
  public boolean isBasis() {
    return true;
  }
}
