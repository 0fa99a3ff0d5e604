package io.rolecall.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * The median of some ratios, and where it lies with a confidence of 99.6 %. Twelve controls stand
 * in one table, and with this all twelve hold what they should in 95 runs of a hundred
 * (Bonferroni).
 *
 * @param low the lower end
 * @param median the median of what was measured
 * @param high the upper end
 */
record Interval(double low, double median, double high) {

  private static final int RESAMPLES = 10_000;
  private static final double BEYOND = 0.002;

  /**
   * By the percentile bootstrap: the medians of samples that are drawn from what was measured, with
   * replacement.
   *
   * @param ratios one for each round
   * @param chance draws them
   */
  static Interval of(double[] ratios, RandomGenerator chance) {
    double[] medians = new double[RESAMPLES];
    double[] sample = new double[ratios.length];
    for (int i = 0; i < RESAMPLES; i++) {
      for (int j = 0; j < sample.length; j++) {
        sample[j] = ratios[chance.nextInt(ratios.length)];
      }
      medians[i] = JmhRuns.median(sample);
    }
    Arrays.sort(medians);
    int beyond = (int) (RESAMPLES * BEYOND);
    return new Interval(medians[beyond], JmhRuns.median(ratios), medians[RESAMPLES - 1 - beyond]);
  }

  boolean holds(double value) {
    return low <= value && value <= high;
  }

  /** Whether all of it is below this. */
  boolean isBelow(double value) {
    return high < value;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", median, low, high);
  }
}
