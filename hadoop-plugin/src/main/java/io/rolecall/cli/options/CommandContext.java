package io.rolecall.cli.options;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param terminal where it writes to
 * @param environment the environment variables
 * @param home the user's home directory
 * @param clock this process's clock
 */
public record CommandContext(
    Terminal terminal, Map<String, String> environment, Path home, Clock clock) {

  /** What this process finds around it. */
  public static CommandContext ofProcess() {
    return new CommandContext(
        Terminal.ofProcess(),
        System.getenv(),
        Path.of(System.getProperty("user.home", ".")),
        Clock.systemUTC());
  }

  /** Where it is; no variable, for one may be a secret. */
  @Override
  public String toString() {
    return "CommandContext[home=" + home + "]";
  }
}
