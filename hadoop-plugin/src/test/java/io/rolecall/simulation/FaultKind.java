package io.rolecall.simulation;

/** What goes wrong. */
enum FaultKind {
  STS_HANGS,
  STS_THROTTLES,
  STS_REFUSES,
  STS_IS_DOWN,
  STS_IS_LATE,
  STS_GIVES_ANOTHER_ROLE,
  STS_GIVES_SHORT_SESSIONS,
  SESSIONS_REVOKED,
  DRIVER_CLOCK_JUMPS,
  EXECUTOR_CLOCK_JUMPS,
  CLOCKS_DRIFT,
  LINK_CUT,
  LINK_SILENT,
  MESSAGES_LOST,
  MESSAGES_LATE,
  DRIVER_PAUSES,
  EXECUTOR_PAUSES,
  EXECUTOR_KILLED,
  EXECUTOR_ADDED;

  /** Whether it is about one role at STS, for a while. */
  boolean isOfSts() {
    return ordinal() <= STS_GIVES_SHORT_SESSIONS.ordinal();
  }
}
