package io.rolecall.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {

  private final Recent<String, Integer> recent = new Recent<>(2);

  @Test
  void remembersWhatWasUsedLast() {
    recent.put("a", 1);
    recent.put("b", 2);
    assertThat(recent.find("a")).isEqualTo(1);
    recent.put("c", 3);
    assertThat(recent.find("b")).isNull();
    assertThat(recent.find("a")).isEqualTo(1);
    assertThat(recent.find("c")).isEqualTo(3);
  }

  @Test
  void aValueTakesThePlaceOfTheOneOfItsKey() {
    recent.put("a", 1);
    recent.put("b", 2);
    recent.put("a", 3);
    assertThat(recent.find("a")).isEqualTo(3);
    assertThat(recent.find("b")).isEqualTo(2);
  }

  @Test
  void somethingIsFirstOnce() {
    Once once = new Once();
    assertThat(once.isFirst("a")).isTrue();
    assertThat(once.isFirst("a")).isFalse();
    assertThat(once.isFirst("b")).isTrue();
  }
}
