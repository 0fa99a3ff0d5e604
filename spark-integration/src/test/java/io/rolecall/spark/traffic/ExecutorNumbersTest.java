package io.rolecall.spark.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.metrics.RouteNumbers;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExecutorNumbersTest {

  private final ExecutorNumbers executors = new ExecutorNumbers();

  private static RouteNumbers route(String name, long requests) {
    return new RouteNumbers(name, requests, 0, 0, 0, 0);
  }

  private void say(String executor, boolean last, RouteNumbers... routes) {
    executors.say(new NumbersMessage(executor, last, List.of(routes)));
  }

  @Test
  void theLastWordOfEachCounts() {
    say("0", false, route("a", 1));
    say("0", false, route("a", 3), route("b", 1));
    say("1", false, route("a", 10));
    assertThat(executors.all()).containsExactlyInAnyOrder(route("a", 13), route("b", 1));
  }

  @Test
  void thoseWhoHaveGoneAreCountedAndNotWaitedFor() {
    say("0", false, route("a", 1));
    say("1", false, route("a", 1));
    assertThat(executors.haveEnded()).isFalse();
    say("0", true, route("a", 2));
    assertThat(executors.haveEnded()).isFalse();
    executors.gone("1");
    assertThat(executors.haveEnded()).isTrue();
    assertThat(executors.all()).containsExactly(route("a", 3));
  }

  @Test
  void thereIsRoomForSoManyIds() {
    for (int id = 0; id < 10_100; id++) {
      say("id-" + id, true, route("a", 1));
    }
    assertThat(executors.all()).containsExactly(route("a", 10_000));
  }

  /** 8,000,000 characters, and 80 for each route's numbers. */
  @Test
  void thereIsRoomForSoManyNames() {
    RouteNumbers[] many =
        IntStream.range(0, 200)
            .mapToObj(i -> route("r".repeat(1197) + (100 + i), 1))
            .toArray(RouteNumbers[]::new);
    for (int id = 0; id < 40; id++) {
      say("id-" + id, true, many);
    }
    assertThat(executors.all())
        .hasSize(200)
        .allMatch(route -> route.requests() == 8_000_000 / (200 * (1200 + 80)));
  }
}
