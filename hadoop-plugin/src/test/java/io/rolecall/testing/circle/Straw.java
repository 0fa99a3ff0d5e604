package io.rolecall.testing.circle;

/** A kind of nest. */
public record Straw(Duck owner) implements Nest {}
