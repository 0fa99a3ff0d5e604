package io.rolecall.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.session.Rejection;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.session.SessionUnavailableException;
import io.rolecall.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is counted. */
class LiveSessionStatisticsTest extends LiveSessionFixture {

  @Test
  void nothingHappenedYet() {
    assertThat(live.statistics()).isEqualTo(SessionStatistics.NONE);
    assertThat(live.statistics().meanWait()).isZero();
    assertThat(live.statistics().secondsToExpiry(clock.instant())).isZero();
  }

  @Test
  void countsSessionsAndRenewals() {
    live.current();
    assertThat(live.statistics().renewals()).isZero();
    scheduler.advanceToNext();
    SessionStatistics statistics = live.statistics();
    assertThat(statistics.sessions()).isEqualTo(2);
    assertThat(statistics.renewals()).isEqualTo(1);
    assertThat(statistics.flights()).isEqualTo(2);
    assertThat(statistics.waited()).isPositive();
    assertThat(statistics.meanWait()).isPositive().isLessThanOrEqualTo(statistics.waited());
    assertThat(statistics.secondsToExpiry(clock.instant())).isEqualTo(3600);
  }

  @Test
  void countsOfferedSessionsWithoutAFlight() {
    live.offer(Samples.session(7, clock.instant().plusSeconds(60)));
    assertThat(live.statistics())
        .isEqualTo(
            new SessionStatistics(1, 0, 0, 0, 0, Duration.ZERO, clock.instant().plusSeconds(60)));
  }

  @Test
  void countsFailures() {
    source.fail(Kind.PERMANENT, "no");
    assertThatThrownBy(live::current).isInstanceOf(SessionUnavailableException.class);
    assertThat(live.statistics().failures()).isEqualTo(1);
    assertThat(live.statistics().flights()).isEqualTo(1);
    assertThat(live.statistics().sessions()).isZero();
  }

  @Test
  void countsRequestsThatAreSignedAgainAlone() {
    String key = live.current().accessKeyId();
    assertThat(live.onRejected(key, Rejection.DENIED)).isFalse();
    assertThat(live.statistics().expiredRetries()).isZero();
    assertThat(live.onRejected(key, Rejection.EXPIRED)).isTrue();
    // Another request that the same session signed.
    assertThat(live.onRejected(key, Rejection.EXPIRED)).isTrue();
    assertThat(live.statistics().expiredRetries()).isEqualTo(2);
  }

  @Test
  void joinsToTheSumsAndTheEarlierExpiration() {
    Instant soon = clock.instant().plusSeconds(1);
    Instant later = clock.instant().plusSeconds(2);
    SessionStatistics one = new SessionStatistics(1, 2, 3, 4, 5, Duration.ofMillis(6), later);
    SessionStatistics two = new SessionStatistics(10, 20, 30, 40, 50, Duration.ofMillis(60), soon);
    SessionStatistics both = new SessionStatistics(11, 22, 33, 44, 55, Duration.ofMillis(66), soon);
    assertThat(one.and(two)).isEqualTo(both);
    assertThat(two.and(one)).isEqualTo(both);
    assertThat(SessionStatistics.NONE.and(one)).isEqualTo(one);
    assertThat(one.and(SessionStatistics.NONE)).isEqualTo(one);
  }
}
