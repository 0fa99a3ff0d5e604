package io.rolecall.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalPolicyTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static RenewalPolicy policy(double lead, double jitter) {
    return new RenewalPolicy(lead, jitter, SECOND, Duration.ofSeconds(30), Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @CsvSource({
    // lead, jitter, random, time of renewal
    "0.3, 0.1, 0.0, 2026-01-01T12:42:00Z",
    "0.3, 0.1, 0.5, 2026-01-01T12:39:00Z",
    "0.3, 0.1, 1.0, 2026-01-01T12:36:00Z",
    "0.5, 0.0, 0.7, 2026-01-01T12:30:00Z",
  })
  void renewsByLeadAndJitter(double lead, double jitter, double random, Instant expected) {
    Instant end = NOON.plus(Duration.ofHours(1));
    assertThat(policy(lead, jitter).renewAt(NOON, end, random)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // failures, random, milliseconds
    "1,    0.0, 1000",
    "1,    1.0, 500",
    "2,    0.0, 2000",
    "5,    0.0, 16000",
    "6,    0.0, 30000",
    "6,    1.0, 15000",
    "1000, 0.0, 30000",
  })
  void waitsLongerWithEachFailure(int failures, double random, long millis) {
    assertThat(policy(0.3, 0.1).backoff(failures, random)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void asksLaterDownstream() {
    assertThat(policy(0.3, 0.1).downstream()).isEqualTo(policy(0.15, 0.05));
  }

  @ParameterizedTest
  @CsvSource({"0.0, 0.1", "-0.1, 0.1", "0.3, -0.1", "0.5, 0.5", "1.0, 0.0", "NaN, 0.1"})
  void refusesALeadThatLeavesNothing(double lead, double jitter) {
    assertThatThrownBy(() -> policy(lead, jitter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "renewal lead "
                + lead
                + " and jitter "
                + jitter
                + ": expected 0 < lead and lead + jitter < 1");
  }

  @ParameterizedTest
  @CsvSource({"PT0S, PT30S, PT5M", "PT-1S, PT30S, PT5M", "PT1S, PT0S, PT5M", "PT1S, PT30S, PT0S"})
  void refusesTimesThatWouldNeverWait(Duration first, Duration longest, Duration patience) {
    assertThatThrownBy(() -> new RenewalPolicy(0.3, 0.1, first, longest, patience))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "backoff "
                + first
                + " to "
                + longest
                + " and patience "
                + patience
                + ": expected all above zero");
  }

  @ParameterizedTest
  @CsvSource({
    // first, longest, failures, milliseconds
    "9223372036854775807, 30, 1, 30000",
    "9223372036854775807, 9223372036854775807, 1, 9223372036854775807",
    "9223372036854775, 9223372036854775807, 5, 9223372036854775807",
    "1, 9223372036854775807, 5, 16000",
  })
  void waitsAnyTimeThatCanBeWritten(long first, long longest, int failures, long millis) {
    RenewalPolicy policy =
        new RenewalPolicy(0.3, 0.1, Duration.ofSeconds(first), Duration.ofSeconds(longest), SECOND);
    assertThat(policy.backoff(failures, 0.0)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void alwaysWaitsAfterAFailure() {
    RenewalPolicy quick =
        new RenewalPolicy(0.3, 0.1, Duration.ofNanos(1), Duration.ofNanos(1), SECOND);
    assertThat(quick.backoff(1, 1.0)).isEqualTo(Duration.ofMillis(1));
  }
}
