package io.rolecall.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrefixIndexTest {

  @Test
  void tellsPrefixesOfTheSameHashApart() {
    assertThat("Aa/BB").hasSameHashCodeAs("BB/Aa");
    PrefixIndex<Integer> index = new PrefixIndex<>(Map.of("Aa/BB", 1, "BB/Aa", 2, "Aa/Aa", 3));
    assertThat(index.longestCovering("Aa/BB/file")).isEqualTo(1);
    assertThat(index.longestCovering("BB/Aa/file")).isEqualTo(2);
    assertThat(index.longestCovering("Aa/Aa")).isEqualTo(3);
    assertThat(index.longestCovering("BB/BB/file")).isNull();
  }

  @Test
  void findsEachOfTablesOfAllSizes() {
    for (int size = 1; size <= 130; size++) {
      Map<String, Integer> prefixes = new HashMap<>();
      IntStream.range(0, size).forEach(i -> prefixes.put("p" + i, i));
      PrefixIndex<Integer> index = new PrefixIndex<>(prefixes);
      prefixes.forEach(
          (prefix, value) -> assertThat(index.longestCovering(prefix + "/x")).isEqualTo(value));
      assertThat(index.longestCovering("p" + size + "/x")).isNull();
    }
  }

  @Test
  void tellsLongPrefixesApartByTheirEnds() {
    String start = "a-folder-of-which-there-are-many-with-a-name-longer-than-a-slot/";
    Map<String, Integer> prefixes = new HashMap<>();
    IntStream.range(1000, 2000).forEach(i -> prefixes.put(start + i, i));
    PrefixIndex<Integer> index = new PrefixIndex<>(prefixes);
    prefixes.forEach(
        (prefix, value) -> assertThat(index.longestCovering(prefix + "/x")).isEqualTo(value));
    for (int i = 2000; i <= 9999; i++) {
      assertThat(index.longestCovering(start + i + "/x")).isNull();
    }
  }

  @Test
  void anEmptyIndexCoversNothing() {
    assertThat(new PrefixIndex<>(Map.of("", 1)).longestCovering("a/b")).isNull();
    assertThat(new PrefixIndex<>(Map.of()).longestCovering("")).isNull();
  }
}
