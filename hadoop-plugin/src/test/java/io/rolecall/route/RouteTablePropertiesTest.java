package io.rolecall.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Compares {@link RouteTable} with the plainest thing that can be right. */
class RouteTablePropertiesTest {

  private static final String[] SEGMENTS = {
    "a",
    "b",
    "ab",
    "data",
    "data2",
    "",
    " ",
    "größe",
    "日本",
    "x=1",
    "+",
    "%2F",
    "~",
    ".",
    "..a",
    "0123456",
    "01234567",
    "012345678",
    "0123456789abcdef"
  };

  /** Cuts the key at its boundaries, from its end, until one is a prefix. */
  private static @Nullable Integer naive(Map<String, Integer> routes, String key) {
    if (routes.containsKey(key) && !key.isEmpty()) {
      return routes.get(key);
    }
    for (int slash = key.lastIndexOf('/'); slash > 0; slash = key.lastIndexOf('/', slash - 1)) {
      Integer found = routes.get(key.substring(0, slash));
      if (found != null) {
        return found;
      }
    }
    return routes.get("");
  }

  private static String randomKey(Random random, int deepest) {
    StringBuilder key = new StringBuilder();
    int depth = 1 + random.nextInt(deepest);
    for (int i = 0; i < depth; i++) {
      key.append(i == 0 ? "" : "/").append(SEGMENTS[random.nextInt(SEGMENTS.length)]);
    }
    return key.toString();
  }

  @Test
  void findsWhatANaiveSearchFinds() {
    Random random = new Random(20260101);
    for (int round = 0; round < 150; round++) {
      Map<String, Integer> routes = new HashMap<>();
      int count = random.nextInt(40);
      for (int i = 0; i < count; i++) {
        routes.put(new S3Location("b1", randomKey(random, 4)).prefix(), i);
      }
      RouteTable<Integer> table = RouteTable.ofPrefixes("b1", routes);
      for (int i = 0; i < 300; i++) {
        String key = randomKey(random, 6);
        assertThat(table.find(key))
            .describedAs("key '%s' with routes %s", key, routes)
            .isEqualTo(naive(routes, key));
      }
    }
  }

  @Test
  void findsAmong100000Prefixes() {
    Random random = new Random(42);
    Map<String, Integer> routes = new HashMap<>();
    while (routes.size() < 100_000) {
      routes.put("team" + random.nextInt(500) + "/" + randomKey(random, 6), routes.size());
    }
    Map<String, Integer> clean = new HashMap<>();
    routes.forEach((prefix, value) -> clean.put(new S3Location("b1", prefix).prefix(), value));
    RouteTable<Integer> table = RouteTable.ofPrefixes("b1", clean);

    for (int i = 0; i < 100_000; i++) {
      String key = "team" + random.nextInt(600) + "/" + randomKey(random, 10);
      Integer found = table.find(key);
      if (!Objects.equals(found, naive(clean, key))) {
        assertThat(found).describedAs(key).isEqualTo(naive(clean, key));
      }
    }
  }
}
