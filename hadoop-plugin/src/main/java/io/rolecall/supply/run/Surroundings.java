package io.rolecall.supply.run;

import java.time.Clock;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What is around a command's supply.
 *
 * @param command what messages call the command
 * @param environment the environment of this process, which the command inherits
 * @param clock this process's clock
 * @param ended whether the command has ended
 * @param tell is told what a person should know, a line at a time; no secrets. Thread-safe
 */
public record Surroundings(
    String command,
    Map<String, String> environment,
    Clock clock,
    BooleanSupplier ended,
    Consumer<String> tell) {

  /** The command's name; no variable, for one may be a secret. */
  @Override
  public String toString() {
    return "Surroundings[" + command + "]";
  }
}
