package io.rolecall.localaws.service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that can be set wrong. Thread-safe. */
public final class ServerClock extends Clock {
  private final Clock base;
  private volatile Duration offset = Duration.ZERO;

  public ServerClock(Clock base) {
    this.base = base;
  }

  void setOffset(Duration offset) {
    this.offset = offset;
  }

  @Override
  public Instant instant() {
    return base.instant().plus(offset);
  }

  @Override
  public ZoneId getZone() {
    return base.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return base.withZone(zone);
  }
}
