package io.rolecall.testing.circle;

/** Needs a {@link Duck}, which is no kind of it. */
public sealed interface Nest permits Straw {

  /** Whose it is. */
  Duck owner();
}
