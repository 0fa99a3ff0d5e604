package io.rolecall.supply.loopback;

/** Who has asked a server, and waits. Thread-safe. */
interface Caller {

  /** Whether he still waits, as far as is known. */
  boolean isHere();

  /**
   * Gives him his answer, once. Does not wait.
   *
   * @param answer the answer
   */
  void answer(HttpAnswer answer);
}
