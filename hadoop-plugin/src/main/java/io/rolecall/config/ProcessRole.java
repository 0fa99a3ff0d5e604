package io.rolecall.config;

/** Whether a process mints sessions or takes them from others. */
public enum ProcessRole {
  /** Holds a base identity and asks STS. */
  DRIVER,
  /** Takes sessions from tokens and the driver, and never uses an identity of its own. */
  EXECUTOR
}
