package io.rolecall.testing.circle;

/** Needs an {@link Egg}. */
public record Hen(Egg from) {}
