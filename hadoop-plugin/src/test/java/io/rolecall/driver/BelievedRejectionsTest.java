package io.rolecall.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.testing.FakeClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BelievedRejectionsTest {

  private final FakeClock clock = new FakeClock();
  private final BelievedRejections refusals = new BelievedRejections(clock, Duration.ofHours(1));

  @Test
  void anAskerIsBelievedTwicePerHalfLifetime() {
    assertThat(refusals.believe("1")).isTrue();
    assertThat(refusals.believe("1")).isTrue();
    assertThat(refusals.believe("1")).isFalse();
    assertThat(refusals.believe("2")).isTrue();
    clock.advance(Duration.ofMinutes(29));
    assertThat(refusals.believe("1")).isFalse();
    clock.advance(Duration.ofMinutes(1));
    assertThat(refusals.believe("1")).isTrue();
  }

  @Test
  void allAskersTogetherAreBelievedEightTimes() {
    long believed = IntStream.range(0, 100).filter(i -> refusals.believe("asker-" + i)).count();
    assertThat(believed).isEqualTo(8);
  }

  @Test
  void aClockThatIsSetBackForgives() {
    refusals.believe("1");
    refusals.believe("1");
    clock.advance(Duration.ofHours(-5));
    assertThat(refusals.believe("1")).isTrue();
  }
}
