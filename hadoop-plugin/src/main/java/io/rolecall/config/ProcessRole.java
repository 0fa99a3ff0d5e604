package io.rolecall.config;

import java.util.Optional;

/** Whether a process mints sessions or takes them from others. */
public enum ProcessRole {
  /** Holds a base identity and asks STS. */
  DRIVER,
  /** Takes sessions from tokens and the driver, and never uses an identity of its own. */
  EXECUTOR;

  private static final ProcessFacts FACTS = ProcessFacts.ofThisProcess();

  static ProcessRole of(String text) {
    return switch (text) {
      case "auto" -> FACTS.role();
      case "driver" -> DRIVER;
      case "executor" -> EXECUTOR;
      default -> throw new IllegalArgumentException("expected auto, driver or executor");
    };
  }

  /**
   * Why {@code auto} takes this process for an executor.
   *
   * @return for messages; empty if it does not
   */
  public static Optional<String> whyExecutor() {
    return FACTS.whyExecutor();
  }

  /**
   * Whether this process works to its end with the tokens that it was started with. Hadoop's own
   * processes do; Spark puts new ones in place.
   *
   * @return false if newer tokens may come
   */
  public static boolean keepsItsTokens() {
    return FACTS.keepsItsTokens();
  }
}
