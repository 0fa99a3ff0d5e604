package io.rolecall.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Three that do the same in turns: Rolecall, its peer, and the peer a second time as a control.
 * What disturbs a turn disturbs all three, so each turn has ratios of its own. Whose turn is first
 * changes, and who comes after whom.
 *
 * @param title what they do
 * @param operations how many times they do it in a turn
 * @param unit one of these
 * @param rolecall what each turn took of Rolecall
 * @param peer of its peer
 * @param control of another instance of the peer
 */
record Turns(
    String title, double operations, String unit, Cost[] rolecall, Cost[] peer, Cost[] control) {

  private static final double LEAST = 0.98;

  /** One turn to warm up for so many that count. */
  private static final int PER_WARM_UP = 4;

  private static final int[][] ORDERS = {
    {0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {0, 2, 1}, {2, 0, 1}, {1, 0, 2}
  };

  /**
   * Runs them.
   *
   * @param title what they do
   * @param operations how many times they do it in a turn
   * @param unit one of these
   * @param turns how many count
   * @param contestants Rolecall, its peer, and the peer once more
   */
  static Turns run(
      String title, double operations, String unit, int turns, Meter.Work... contestants)
      throws IOException {
    Cost[][] costs = new Cost[contestants.length][turns];
    for (int turn = -Math.max(1, turns / PER_WARM_UP); turn < turns; turn++) {
      for (int contestant : ORDERS[Math.floorMod(turn, ORDERS.length)]) {
        Cost cost = Meter.measure(contestants[contestant]);
        if (turn >= 0) {
          costs[contestant][turn] = cost;
        }
      }
    }
    return new Turns(title, operations, unit, costs[0], costs[1], costs[2]);
  }

  /**
   * Adds what they took, with its limit.
   *
   * @param chance for the intervals
   */
  void addTo(Table table, RandomGenerator chance) {
    compare(table, "CPU", Cost::cpu, "µs", chance);
    control(table, "CPU", Cost::cpu, "µs", chance);
    compare(table, "clock", Cost::clock, "µs", chance);
    control(table, "clock", Cost::clock, "µs", chance);
    compare(table, "heap", Cost::heap, "KB", chance);
  }

  private void compare(
      Table table,
      String what,
      ToDoubleFunction<Cost> figure,
      String unitOfFigure,
      RandomGenerator chance) {
    Interval interval = Interval.of(ratios(peer, rolecall, figure), chance);
    table.add(
        title + ": " + what,
        each(rolecall, figure, unitOfFigure),
        each(peer, figure, unitOfFigure),
        interval.toString(),
        String.format(Locale.ROOT, "at least %.2f", LEAST),
        !interval.isBelow(LEAST));
  }

  private void control(
      Table table,
      String what,
      ToDoubleFunction<Cost> figure,
      String unitOfFigure,
      RandomGenerator chance) {
    Interval interval = Interval.of(ratios(peer, control, figure), chance);
    table.add(
        title + ": " + what + ", control",
        each(control, figure, unitOfFigure),
        each(peer, figure, unitOfFigure),
        interval.toString(),
        "holds 1",
        interval.holds(1));
  }

  /** Nanoseconds as microseconds, and bytes as kilobytes. */
  private String each(Cost[] costs, ToDoubleFunction<Cost> figure, String unitOfFigure) {
    double median = JmhRuns.median(Arrays.stream(costs).mapToDouble(figure).toArray());
    return String.format(
        Locale.ROOT, "%,.1f %s/%s", median / 1000 / operations, unitOfFigure, unit);
  }

  private static double[] ratios(Cost[] over, Cost[] under, ToDoubleFunction<Cost> figure) {
    double[] ratios = new double[over.length];
    Arrays.setAll(
        ratios, turn -> figure.applyAsDouble(over[turn]) / figure.applyAsDouble(under[turn]));
    return ratios;
  }
}
