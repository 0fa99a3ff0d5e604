package io.rolecall.config;

import java.util.Optional;

/** What this process is, by the key, or by what it knows of itself. Thread-safe. */
public final class ThisProcess {

  private static final ProcessFacts FACTS = ProcessFacts.ofThisProcess();

  private ThisProcess() {}

  static ProcessRole role(String text) {
    return switch (text) {
      case "auto" -> FACTS.role();
      case "driver" -> ProcessRole.DRIVER;
      case "executor" -> ProcessRole.EXECUTOR;
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
   * How newer tokens come to this process, other than by a file that is replaced.
   *
   * @return what its main class tells
   */
  public static NewerTokens newerTokens() {
    return FACTS.newerTokens();
  }
}
