package io.rolecall.handoff;

import static io.rolecall.testing.FakeClock.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToldEndTest {

  @ParameterizedTest
  @CsvSource({"PT15M, PT13M30S", "PT30M, PT27M", "PT1H, PT55M", "PT12H, PT11H55M", "PT12S, PT10S"})
  void aSessionIsSaidToEndBeforeItDoes(Duration lifetime, Duration told) {
    assertThat(ToldEnd.of(START.plus(lifetime), lifetime, START)).isEqualTo(START.plus(told));
  }

  @Test
  void whoeverAsksLateAsksAgainWhileItServes() {
    Duration lifetime = Duration.ofHours(1);
    Instant end = START.plus(lifetime);
    Instant now = ToldEnd.of(end, lifetime, START);
    int asked = 0;
    while (now.isBefore(end) && asked < 100) {
      Instant next = ToldEnd.of(end, lifetime, now);
      assertThat(next).isAfter(now).isBeforeOrEqualTo(end);
      now = next;
      asked++;
    }
    assertThat(asked).isBetween(5, 12);
  }

  @Test
  void whatHasEndedIsSaidToHaveEnded() {
    assertThat(ToldEnd.of(START, Duration.ofHours(1), START.plusSeconds(5))).isEqualTo(START);
  }
}
