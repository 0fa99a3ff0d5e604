package io.rolecall.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntervalTest {

  @Test
  void ofEqualRatiosIsThatRatio() {
    assertThat(Interval.of(new double[] {0.5, 0.5, 0.5}, new SplittableRandom(1)))
        .isEqualTo(new Interval(0.5, 0.5, 0.5));
  }

  @Test
  void holdsItsEndsAndNothingBeyond() {
    Interval interval = new Interval(0.97, 0.99, 1.01);
    assertThat(interval.holds(0.97)).isTrue();
    assertThat(interval.holds(1.01)).isTrue();
    assertThat(interval.holds(0.969)).isFalse();
    assertThat(interval.holds(1.011)).isFalse();
  }

  @Test
  void isBelowALimitOnlyAsAWhole() {
    Interval interval = new Interval(0.95, 0.96, 0.97);
    assertThat(interval.isBelow(0.98)).isTrue();
    assertThat(interval.isBelow(0.97)).isFalse();
  }

  @Test
  void missesTheTruthInFewerThanOneOfAHundredSamples() {
    SplittableRandom chance = new SplittableRandom(7);
    long missed =
        IntStream.range(0, 300)
            .filter(i -> !Interval.of(noise(1.0, chance), chance).holds(1.0))
            .count();
    assertThat(missed).isBetween(0L, 5L);
  }

  @Test
  void isPrintedWithItsMedian() {
    assertThat(new Interval(0.9876, 1, 1.0123)).hasToString("1.000 (0.988 to 1.012)");
  }

  private static double[] noise(double middle, SplittableRandom chance) {
    return chance.doubles(60, middle - 0.05, middle + 0.05).toArray();
  }
}
