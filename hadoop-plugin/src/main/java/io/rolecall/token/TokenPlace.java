package io.rolecall.token;

/** Where newer tokens come from: it is looked at when somebody needs some. Thread-safe. */
interface TokenPlace {

  /** Looks, and reads what has changed since, or could not be read before. */
  TokenReading look();

  /** Whether nobody has found anything else since. */
  boolean isNewest(TokenReading reading);

  /**
   * Why nothing newer has come from there, for messages.
   *
   * @param found what was found last
   * @param refusal why it was not used; empty if it was
   */
  String standing(TokenReading found, String refusal);

  /** What to do about it, as a sentence without its full stop. */
  String advice();
}
