package io.rolecall.testing.circle;

/** Needs a {@link Hen}, by a class in it. */
public final class Egg {

  /** Who laid it. */
  public record Layer(Hen hen) {}
}
