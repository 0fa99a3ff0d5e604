package io.rolecall.bench;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Three that do the same in turns: Rolecall, its peer, and the peer a second time as a control.
 * What disturbs a turn disturbs all three, so each turn has ratios of its own. Three turns are a
 * round, in which each of the three is first once. Each round opens the three anew: two instances
 * of one class differ by a percent or two for as long as they live, which no number of turns shows,
 * so a ratio is a round's.
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

  /** One round to warm up for so many that count. */
  private static final int PER_WARM_UP = 4;

  private static final int[][] ORDERS = {{0, 1, 2}, {1, 2, 0}, {2, 0, 1}};

  /**
   * One of the three, for a round.
   *
   * @param work what it does in a turn
   * @param closing ends it
   */
  record Instance(Meter.Work work, Closeable closing) {}

  /** Opens one of the three for a round. */
  interface Contestant {
    Instance open() throws IOException;
  }

  /**
   * Runs them.
   *
   * @param title what they do
   * @param operations how many times they do it in a turn
   * @param unit one of these
   * @param turns how many count; what is left over of a round is not run
   * @param chance decides who is who in the order of a round
   * @param contestants Rolecall, its peer, and the peer once more
   */
  static Turns run(
      String title,
      double operations,
      String unit,
      int turns,
      RandomGenerator chance,
      Contestant... contestants)
      throws IOException {
    int rounds = Math.max(1, turns / ORDERS.length);
    Cost[][] costs = new Cost[contestants.length][rounds * ORDERS.length];
    for (int round = -Math.max(1, rounds / PER_WARM_UP); round < rounds; round++) {
      Cost[][] took = round(shuffled(contestants.length, chance), contestants);
      for (int i = 0; round >= 0 && i < contestants.length; i++) {
        System.arraycopy(took[i], 0, costs[i], round * ORDERS.length, ORDERS.length);
      }
    }
    return new Turns(title, operations, unit, costs[0], costs[1], costs[2]);
  }

  /** What each took in each turn of a round. */
  private static Cost[][] round(int[] who, Contestant... contestants) throws IOException {
    Instance[] opened = new Instance[contestants.length];
    Cost[][] costs = new Cost[contestants.length][ORDERS.length];
    try {
      for (int i : who) {
        opened[i] = contestants[i].open();
        // Its connections, and what it asks for once.
        opened[i].work().run();
      }
      for (int turn = 0; turn < ORDERS.length; turn++) {
        for (int place : ORDERS[turn]) {
          costs[who[place]][turn] = Meter.measure(opened[who[place]].work());
        }
      }
    } finally {
      for (Instance instance : opened) {
        if (instance != null) {
          instance.closing().close();
        }
      }
    }
    return costs;
  }

  private static int[] shuffled(int count, RandomGenerator chance) {
    int[] all = IntStream.range(0, count).toArray();
    for (int i = count - 1; i > 0; i--) {
      int other = chance.nextInt(i + 1);
      int swapped = all[i];
      all[i] = all[other];
      all[other] = swapped;
    }
    return all;
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

  /** One for each round: the median of its turns'. */
  private static double[] ratios(Cost[] over, Cost[] under, ToDoubleFunction<Cost> figure) {
    double[] rounds = new double[over.length / ORDERS.length];
    Arrays.setAll(rounds, round -> ratio(over, under, figure, round * ORDERS.length));
    return rounds;
  }

  private static double ratio(
      Cost[] over, Cost[] under, ToDoubleFunction<Cost> figure, int firstTurn) {
    double[] turns = new double[ORDERS.length];
    Arrays.setAll(
        turns,
        turn ->
            figure.applyAsDouble(over[firstTurn + turn])
                / figure.applyAsDouble(under[firstTurn + turn]));
    return JmhRuns.median(turns);
  }
}
