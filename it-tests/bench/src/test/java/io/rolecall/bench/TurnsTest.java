package io.rolecall.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private final SplittableRandom chance = new SplittableRandom(3);

  @Test
  void everybodyIsFirstAsOftenAsTheOthers() throws IOException {
    List<String> order = new ArrayList<>();
    Turns.run(
        "nothing",
        1,
        "turn",
        6,
        () -> order.add("rolecall"),
        () -> order.add("peer"),
        () -> order.add("control"));
    List<String> counted = order.subList(order.size() - 18, order.size());
    List<String> first = new ArrayList<>();
    for (int turn = 0; turn < 6; turn++) {
      first.add(counted.get(3 * turn));
    }
    assertThat(first)
        .containsExactlyInAnyOrder("rolecall", "rolecall", "peer", "peer", "control", "control");
  }

  @Test
  void fivePercentMoreAreOverAndOnePercentIsNot() {
    assertThat(verdict(1.05, 1)).isEqualTo(List.of("OVER", "ok"));
    assertThat(verdict(1.01, 1)).isEqualTo(List.of("ok", "ok"));
  }

  @Test
  void aControlThatDiffersFromItsLikeIsOver() {
    assertThat(verdict(1, 1.05)).isEqualTo(List.of("ok", "OVER"));
  }

  /** What the table says of the processor's time and of its control. */
  private List<String> verdict(double rolecall, double control) {
    Table table = new Table();
    new Turns("work", 10, "file", costs(rolecall), costs(1), costs(control)).addTo(table, chance);
    return table.lines().subList(1, 3).stream()
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .toList();
  }

  private Cost[] costs(double factor) {
    Cost[] costs = new Cost[200];
    for (int turn = 0; turn < costs.length; turn++) {
      double noise = chance.nextDouble(0.95, 1.05);
      costs[turn] = new Cost(1e6 * factor * noise, 2e6 * noise, 3e6);
    }
    return costs;
  }
}
