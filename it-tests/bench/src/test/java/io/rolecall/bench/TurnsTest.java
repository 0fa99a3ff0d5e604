package io.rolecall.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private final SplittableRandom chance = new SplittableRandom(3);

  private final List<String> order = new ArrayList<>();

  @Test
  void everybodyIsFirstOnceInARound() throws IOException {
    run(3);
    List<String> counted = worked().subList(worked().size() - 9, worked().size());
    assertThat(List.of(counted.get(0), counted.get(3), counted.get(6)))
        .containsExactlyInAnyOrder("rolecall", "peer", "control");
  }

  @Test
  void whoIsWhoInTheOrderOfARoundIsChance() throws IOException {
    run(300);
    List<String> first = new ArrayList<>();
    for (int round = 0; round < 100; round++) {
      first.add(worked().get(worked().size() - 12 * (round + 1) + 3));
    }
    assertThat(first).contains("rolecall", "peer", "control");
  }

  @Test
  void eachRoundHasInstancesOfItsOwnThatWorkedOnceBeforeTheyAreMeasured() throws IOException {
    run(6);
    assertThat(order)
        .filteredOn(event -> event.startsWith("open"))
        .hasSize(9); // one round to warm up, and two that count
    assertThat(order).filteredOn(event -> event.startsWith("close")).hasSize(9);
    assertThat(worked()).hasSize(3 * 3 * (1 + 3));
  }

  private void run(int turns) throws IOException {
    Turns.run(
        "nothing",
        1,
        "turn",
        turns,
        chance,
        contestant("rolecall"),
        contestant("peer"),
        contestant("control"));
  }

  private Turns.Contestant contestant(String name) {
    return () -> {
      order.add("open " + name);
      return new Turns.Instance(() -> order.add(name), () -> order.add("close " + name));
    };
  }

  private List<String> worked() {
    return order.stream().filter(event -> !event.contains(" ")).toList();
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
    Cost[] costs = new Cost[300];
    for (int turn = 0; turn < costs.length; turn++) {
      double noise = chance.nextDouble(0.95, 1.05);
      costs[turn] = new Cost(1e6 * factor * noise, 2e6 * noise, 3e6);
    }
    return costs;
  }
}
