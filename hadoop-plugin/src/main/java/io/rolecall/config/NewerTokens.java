package io.rolecall.config;

/** How newer tokens come to a process, other than by a file that is replaced. */
public enum NewerTokens {
  /**
   * Not at all: Hadoop's own processes, and Tez's, work to their end with those that they were
   * started with.
   */
  NEVER,
  /** Nobody knows: the program may put some in place. */
  PERHAPS,
  /** Spark and Flink put new ones in place. */
  BY_HOST
}
