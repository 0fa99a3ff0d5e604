package io.rolecall.contract.report;

import java.util.Locale;

/** How a test ended. */
enum Outcome {
  PASSED,
  FAILED,
  SKIPPED,
  /** It is in the other run only. */
  MISSING;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
