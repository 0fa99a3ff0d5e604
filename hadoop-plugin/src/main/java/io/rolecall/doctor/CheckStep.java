package io.rolecall.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What one step of {@code rolecall check} found.
 *
 * @param step the step
 * @param outcome how it went
 * @param detail what was found; for a failure: the cause
 * @param advice what to do; null if nothing is to be done or the detail says it
 */
public record CheckStep(String step, Outcome outcome, String detail, @Nullable String advice) {

  /** How a step went. */
  public enum Outcome {
    /** As it should. */
    OK("ok"),
    /** Works, but probably not as meant. */
    WARNING("warning"),
    /** Jobs would fail. */
    FAILED("failed"),
    /** Not tried, because an earlier step failed or there was nothing to try. */
    SKIPPED("skipped");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    /**
     * What reports call it.
     *
     * @return a word in lower-case letters
     */
    @JsonValue
    public String word() {
      return word;
    }
  }

  static CheckStep ok(String step, String detail) {
    return new CheckStep(step, Outcome.OK, detail, null);
  }

  static CheckStep warning(String step, String detail, String advice) {
    return new CheckStep(step, Outcome.WARNING, detail, advice);
  }

  static CheckStep failed(String step, String detail, @Nullable String advice) {
    return new CheckStep(step, Outcome.FAILED, detail, advice);
  }

  static CheckStep skipped(String step, String detail) {
    return new CheckStep(step, Outcome.SKIPPED, detail, null);
  }
}
