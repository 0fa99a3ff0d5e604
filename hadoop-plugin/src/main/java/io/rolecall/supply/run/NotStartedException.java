package io.rolecall.supply.run;

import org.jspecify.annotations.Nullable;

/** A command was not started. The message says why. */
public final class NotStartedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Why {
    /** There is no such command. */
    NOT_FOUND,
    /** It is there, and no program. */
    NO_PROGRAM,
    /** It could not be supplied. */
    NOT_SUPPLIED
  }

  private final Why why;

  NotStartedException(Why why, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.why = why;
  }

  /**
   * Why it was not started.
   *
   * @return the reason
   */
  public Why why() {
    return why;
  }
}
