package io.rolecall.doctor;

import io.rolecall.config.ConfigException;
import java.util.List;

/** Looks whether the routes can be read at all. */
final class DocumentCheck implements Check {

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
