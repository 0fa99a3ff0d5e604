package io.rolecall.testing.circle;

/** Knows its kinds, as it may. */
public sealed interface Bird permits Duck {}
