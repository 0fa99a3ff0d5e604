package io.rolecall.doctor.check;

import io.rolecall.doctor.check.CheckStep.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all steps found.
 *
 * @param steps the steps, in order
 * @param counts how many of them ended how, by the outcome's word
 */
public record CheckReport(List<CheckStep> steps, Map<String, Long> counts) {

  /**
   * A report.
   *
   * @param steps the steps
   * @return them, counted
   */
  public static CheckReport of(List<CheckStep> steps) {
    Map<String, Long> counts = new TreeMap<>();
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome.word(), steps.stream().filter(step -> step.outcome() == outcome).count());
    }
    return new CheckReport(List.copyOf(steps), counts);
  }

  /**
   * Whether anything is wrong.
   *
   * @return whether a step has failed
   */
  public boolean isFailed() {
    return count(Outcome.FAILED) > 0;
  }

  /**
   * The report for people.
   *
   * @return the lines of all steps, and a line that counts them; each ends with a line end
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    steps.forEach(step -> text.append(line(step)));
    return text.append(summary()).toString();
  }

  /**
   * The report for programs.
   *
   * @return one JSON document, indented, without a line end
   */
  public String toJson() {
    return JsonText.of(this);
  }

  /**
   * One step for people.
   *
   * @param step the step
   * @return its line, and that of its advice; each ends with a line end
   */
  public static String line(CheckStep step) {
    String outcome = step.outcome().word();
    String took =
        step.millis() == null ? "" : String.format(Locale.ROOT, " (%.1f s)", step.millis() / 1e3);
    return String.format(
            "%-8s %-14s %s%s%n",
            step.outcome() == Outcome.FAILED ? outcome.toUpperCase(Locale.ROOT) : outcome,
            step.step(),
            step.detail(),
            took)
        + (step.advice() == null ? "" : " ".repeat(24) + "-> " + step.advice() + "\n");
  }

  /**
   * How many steps ended how.
   *
   * @return a line, with its end
   */
  public String summary() {
    long warnings = count(Outcome.WARNING);
    return String.format(
        "%d ok, %d %s, %d failed, %d skipped%n",
        count(Outcome.OK),
        warnings,
        warnings == 1 ? "warning" : "warnings",
        count(Outcome.FAILED),
        count(Outcome.SKIPPED));
  }

  private long count(Outcome outcome) {
    return counts.getOrDefault(outcome.word(), 0L);
  }
}
