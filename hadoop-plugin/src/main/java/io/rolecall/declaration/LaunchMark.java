package io.rolecall.declaration;

import io.rolecall.config.ConfigException;

/**
 * Marks what was made for the application that ran then, and is not for the next one of this
 * process: a client that somebody kept would go on with routes that are declared no longer.
 *
 * @param generation how many applications had been followed by another one
 */
public record LaunchMark(int generation) {

  /**
   * The mark of the application that runs now.
   *
   * @return the mark
   * @throws ConfigException if what is declared is not valid
   */
  public static LaunchMark now() {
    return new LaunchMark(Declarations.generation());
  }

  /**
   * Checks that the application still runs, or that none has started since. Cheap.
   *
   * @param who what was made, for the message
   * @throws ConfigException if another one has started
   */
  public void check(String who) {
    if (Declarations.canChange() && Declarations.generation() != generation) {
      throw new ConfigException(
          who
              + " was made for an application that has ended: another one has started in this"
              + " process, whose routes may be others. Make a new one",
          null);
    }
  }
}
