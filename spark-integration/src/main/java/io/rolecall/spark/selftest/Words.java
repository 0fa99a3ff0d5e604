package io.rolecall.spark.selftest;

import io.rolecall.doctor.check.CheckStep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How the self-test speaks of executors and failures. */
final class Words {

  /** Spark's name of the driver among executor ids. */
  static final String DRIVER = "driver";

  /** If there are more executors than this, their number is shown in place of their ids. */
  private static final int NAMED = 8;

  private Words() {}

  /** {@code executor 1}, {@code executors 0, 1}, or how many there are. */
  static String executors(Collection<String> ids) {
    List<String> executors = ids.stream().filter(id -> !id.equals(DRIVER)).toList();
    if (executors.isEmpty()) {
      return "the driver";
    }
    String named =
        executors.size() == 1
            ? "executor " + executors.get(0)
            : executors.size() > NAMED
                ? executors.size() + " executors"
                : "executors " + String.join(", ", executors);
    return executors.size() == ids.size() ? named : "the driver, " + named;
  }

  /** The first line of what a failure says. */
  static String of(Throwable failure) {
    String text = failure.getMessage();
    return (text == null || text.isBlank() ? failure.getClass().getSimpleName() : text)
        .lines()
        .findFirst()
        .orElse("");
  }

  /** The steps of several executors as one list: equal steps become one, with the longest time. */
  static List<CheckStep> together(Map<String, List<CheckStep>> byExecutor) {
    Map<CheckStep, List<String>> who = new LinkedHashMap<>();
    Map<CheckStep, CheckStep> longest = new LinkedHashMap<>();
    byExecutor.forEach(
        (executor, steps) ->
            steps.forEach(
                step -> {
                  CheckStep alike = alike(step);
                  who.computeIfAbsent(alike, absent -> new ArrayList<>()).add(executor);
                  longest.merge(alike, step, Words::longer);
                }));
    return who.entrySet().stream()
        .map(
            entry -> {
              CheckStep step = Objects.requireNonNull(longest.get(entry.getKey()));
              return step.withDetail(executors(entry.getValue()) + ": " + step.detail());
            })
        .toList();
  }

  /** A step without its time and ids of requests, which differ between executors. */
  private static CheckStep alike(CheckStep step) {
    return new CheckStep(
        step.step(),
        step.outcome(),
        step.detail().replaceAll("Request ID: \\w+", ""),
        step.advice(),
        null);
  }

  private static CheckStep longer(CheckStep one, CheckStep other) {
    return millis(one) >= millis(other) ? one : other;
  }

  private static long millis(CheckStep step) {
    return step.millis() == null ? 0 : step.millis();
  }
}
