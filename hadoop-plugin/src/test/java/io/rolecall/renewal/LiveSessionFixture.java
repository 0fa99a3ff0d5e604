package io.rolecall.renewal;

import io.rolecall.session.RenewalPolicy;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import io.rolecall.testing.FakeSource;
import java.time.Duration;

/** A role whose sessions last an hour, in virtual time. */
abstract class LiveSessionFixture {

  static final RenewalPolicy POLICY =
      new RenewalPolicy(
          0.3, 0.1, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1));

  final FakeClock clock = new FakeClock();
  final FakeScheduler scheduler = new FakeScheduler(clock);
  final FakeSource source = new FakeSource(clock, Duration.ofHours(1));
  final SessionStore store = new SessionStore(POLICY, clock, scheduler, Runnable::run);
  final LiveSession live = store.session("key", "s3a://b1 -> reader", source);
}
