package io.rolecall.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.testing.Samples;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

  /** Each prefix leads to its own text. */
  private static RouteTable<String> table(String... prefixes) {
    Map<String, String> byPrefix = new HashMap<>();
    for (String prefix : prefixes) {
      byPrefix.put(prefix, prefix.isEmpty() ? "whole" : prefix);
    }
    return RouteTable.ofPrefixes("b1", byPrefix);
  }

  @ParameterizedTest
  @CsvSource({
    // key,            found by the routes data, data/x/deep, größe/日本, a//b
    "data,             data",
    "data/,            data",
    "data/file,        data",
    "data/x,           data",
    "data/xx/deep/f,   data",
    "data//x/deep,     data",
    "data/x/deep,      data/x/deep",
    "data/x/deep/,     data/x/deep",
    "data/x/deep/f/g,  data/x/deep",
    "data/x/deep2,     data",
    "data2,            ",
    "data2/file,       ",
    "dat,              ",
    "Data/file,        ",
    "/data/file,       ",
    "other/data/file,  ",
    "'',               ",
    "größe/日本/f,      größe/日本",
    "größe/日本語/f,    ",
    "a/b/f,            ",
    "a//b/f,           a//b",
  })
  void findsTheLongestPrefixAtABoundary(String key, @Nullable String found) {
    assertThat(table("data", "data/x/deep", "größe/日本", "a//b").find(key)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({
    "'',        whole",
    "/,         whole",
    "other,     whole",
    "data2/f,   whole",
    "data/,     data",
  })
  void fallsToTheBucketsOwnRoute(String key, String found) {
    assertThat(table("", "data").find(key)).isEqualTo(found);
  }

  @Test
  void takesTheRoutesOfItsBucketAlone() {
    Route data = route("s3a://b1/data");
    Route same = route("s3://b2/data");
    RouteTable<Route> table = RouteTable.of("b1", List.of(data, same));
    assertThat(table.find("data/f")).isSameAs(data);
    assertThat(table.byPrefix()).containsExactly(Map.entry("data", data));
    assertThat(table.bucket()).isEqualTo("b1");
    assertThat(table.whole()).isNull();
  }

  @Test
  void refusesTwoRoutesOfOneLocation() {
    Route other = new Route(S3Location.parse("s3n://b1/data/"), new Access.Base());
    assertThatThrownBy(() -> RouteTable.of("b1", List.of(route("s3a://b1/data"), other)))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessage(
            "two routes for s3a://b1/data: arn:aws:iam::111122223333:role/reader and base identity;"
                + " keep one");
  }

  @Test
  void mapsValuesAndKeepsLocations() {
    RouteTable<Integer> lengths = table("", "data", "data/x").map(String::length);
    assertThat(lengths.byPrefix()).isEqualTo(Map.of("", 5, "data", 4, "data/x", 6));
    assertThat(lengths.find("data/xy")).isEqualTo(4);
    assertThat(lengths.bucket()).isEqualTo("b1");
  }

  @ParameterizedTest
  @CsvSource({
    "'',       'data,data/x,data/x/y,data2'",
    "data,     'data/x,data/x/y'",
    "data/,    'data/x,data/x/y'",
    "data/x,   'data/x/y'",
    "dat,      ''",
    "data/x/y, ''",
  })
  void namesWhatLiesBelowAKey(String key, String below) {
    assertThat(table("", "data", "data/x", "data/x/y", "data2").below(key))
        .containsExactlyInAnyOrder(below.isEmpty() ? new String[0] : below.split(","));
  }

  @Test
  void isSingleWhenTheBucketsOwnRouteIsTheOnlyOne() {
    assertThat(table("").isSingle()).isTrue();
    assertThat(table("", "data").isSingle()).isFalse();
    assertThat(table("data").isSingle()).isFalse();
    assertThat(table().isSingle()).isFalse();
  }

  @Test
  void isEmptyWithoutRoutes() {
    assertThat(table().isEmpty()).isTrue();
    assertThat(table().find("data")).isNull();
    assertThat(table("data").isEmpty()).isFalse();
  }

  @Test
  void doesNotLetItsCallersChangeIt() {
    assertThatThrownBy(() -> table("data").byPrefix().put("x", "x"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void isShownByItsPrefixes() {
    assertThat(table("data/x", "data")).hasToString("s3a://b1[data, data/x]");
  }

  @Test
  void isShownByItsFirstPrefixesWhenThereAreMany() {
    String[] prefixes = new String[25];
    for (int i = 0; i < prefixes.length; i++) {
      prefixes[i] = String.format("p%02d", i);
    }
    assertThat(table(prefixes))
        .hasToString("s3a://b1[p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, ... (25 in all)]");
  }

  private static Route route(String location) {
    return new Route(S3Location.parse(location), Samples.access(Samples.ROLE));
  }
}
