package io.rolecall.doctor.check;

import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one step of {@code rolecall check} found.
 *
 * @param step the step
 * @param outcome how it went
 * @param detail what was found; for a failure: the cause
 * @param advice what to do; null if nothing is to be done or the detail says it
 * @param millis how long it took, in milliseconds; null where that tells nothing
 */
public record CheckStep(
    String step, Outcome outcome, String detail, @Nullable String advice, @Nullable Long millis)
    implements Serializable {

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

  /**
   * Something is as it should be.
   *
   * @param step the step
   * @param detail what was found
   * @return what to report
   */
  public static CheckStep ok(String step, String detail) {
    return new CheckStep(step, Outcome.OK, detail, null, null);
  }

  /**
   * Something works, but probably not as meant.
   *
   * @param step the step
   * @param detail what was found
   * @param advice what to do
   * @return what to report
   */
  public static CheckStep warning(String step, String detail, String advice) {
    return new CheckStep(step, Outcome.WARNING, detail, advice, null);
  }

  /**
   * Something makes jobs fail, or is what must not be.
   *
   * @param step the step
   * @param detail the cause
   * @param advice what to do; null if the detail says it
   * @return what to report
   */
  public static CheckStep failed(String step, String detail, @Nullable String advice) {
    return new CheckStep(step, Outcome.FAILED, detail, advice, null);
  }

  /**
   * Something was not tried.
   *
   * @param step the step
   * @param detail why not
   * @return what to report
   */
  public static CheckStep skipped(String step, String detail) {
    return new CheckStep(step, Outcome.SKIPPED, detail, null, null);
  }

  /**
   * The same, with the time that it took.
   *
   * @param time how long
   * @return what to report
   */
  public CheckStep took(Duration time) {
    return new CheckStep(step, outcome, detail, advice, time.toMillis());
  }

  /**
   * The same with another detail.
   *
   * @param other what was found
   * @return what to report
   */
  public CheckStep withDetail(String other) {
    return new CheckStep(step, outcome, other, advice, millis);
  }
}
