package io.rolecall.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void columnsAreAsWideAsTheirLongestCell() {
    assertThat(new TextTable("route", "role").row("a", "reader").row("a long one", ""))
        .hasToString("route       role\na           reader\na long one\n");
  }

  @Test
  void numbersStandAtTheRight() {
    assertThat(TextTable.withNumbersFrom(1, "route", "n").row("a", "7").row("bb", "1000"))
        .hasToString("route     n\na         7\nbb     1000\n");
  }

  @Test
  void aRowHasACellForEachColumn() {
    assertThatThrownBy(() -> new TextTable("route", "role").row("a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 cells for 2 columns");
  }
}
