package io.rolecall.supply.run;

import java.io.IOException;
import java.util.Map;

/** Something that a command has for as long as it runs. */
interface CommandSupply {

  /**
   * Gets it for the first time.
   *
   * @throws IOException if it cannot be had, and the command is not to be started; says why
   * @throws InterruptedException if the thread is interrupted
   */
  void begin() throws IOException, InterruptedException;

  /**
   * Changes the command's environment, so that it finds what it is given, and nothing else in its
   * place. After {@link #begin}.
   *
   * @param environment the variables that it would inherit
   */
  void announce(Map<String, String> environment);

  /**
   * Keeps it fresh.
   *
   * @throws InterruptedException when the command has ended, for which the thread is interrupted
   */
  void keep() throws InterruptedException;

  /** Ends what does not lie in the command's folder. At any time, on any thread, more than once. */
  void close();
}
