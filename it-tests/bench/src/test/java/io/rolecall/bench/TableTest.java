package io.rolecall.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

  private final Table table = new Table();

  @Test
  void isOverWhenOneOfItsFiguresIs() {
    table.add("a", "1 ns", "2 ns", "0.500", "at most 1 ns", true);
    assertThat(table.isOver()).isFalse();
    table.add("b", "3 ns", "2 ns", "1.500", "at most 1 ns", false);
    table.add("c", "1 ns", "2 ns", "0.500", "at most 1 ns", true);
    assertThat(table.isOver()).isTrue();
    assertThat(table.counts()).isEqualTo("2 passed, 1 failed, 0 skipped");
  }

  @Test
  void saysWhichFigureIsOver() {
    table.add("b", "3 ns", "2 ns", "1.500", "at most 1 ns", false);
    assertThat(table.lines())
        .containsExactly(
            "what  Rolecall  peer  compared  limit",
            "b     3 ns      2 ns  1.500     at most 1 ns  OVER");
  }
}
