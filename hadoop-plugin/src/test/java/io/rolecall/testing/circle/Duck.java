package io.rolecall.testing.circle;

/** Needs a {@link Nest}. */
public record Duck(Nest nest) implements Bird {}
