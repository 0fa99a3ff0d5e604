package io.rolecall.simulation;

/** What holds at every step of a job, whatever fails around it. */
enum Invariant {
  /** No request is signed by another role than the routed one, or by nobody's session. */
  NO_OTHER_ROLE,
  /** No request fails while the process that sends it holds a valid session. */
  NONE_FAILS_WITH_A_SESSION,
  /** No request fails because of what went wrong elsewhere, or a while ago. */
  EVERYTHING_COMES_BACK,
  /**
   * In calm, whoever uses a session never waits for the next one, and meets none that has ended.
   */
  RENEWED_EARLY,
  /** STS is called once per session and failure, at its time. */
  STS_CALLS_ARE_BOUNDED,
  /** An executor's questions have a bound in each minute, and few are asked in calm. */
  MESSAGES_ARE_BOUNDED,
  /** Sessions, timers and threads of a process have a bound. */
  MEMORY_IS_BOUNDED,
  /** No lock is held over a wait; the renewal thread and the endpoint wait for nothing. */
  NOBODY_WAITS_WITH_A_LOCK
}
