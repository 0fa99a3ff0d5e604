package io.rolecall.renewal;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Counts what a live session goes through. Not thread-safe; its live session guards it. */
final class SessionTally {

  private long sessions;
  private long failures;
  private long expiredRetries;
  private long flights;
  private Duration waited = Duration.ZERO;

  void gotSession() {
    sessions++;
  }

  void failed() {
    failures++;
  }

  void signedAgain() {
    expiredRetries++;
  }

  void asked(long nanos) {
    flights++;
    waited = waited.plusNanos(nanos);
  }

  SessionStatistics statistics(@Nullable Instant expiration) {
    return new SessionStatistics(
        sessions, Math.max(0, sessions - 1), failures, expiredRetries, flights, waited, expiration);
  }
}
