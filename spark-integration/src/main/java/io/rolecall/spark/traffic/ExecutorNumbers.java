package io.rolecall.spark.traffic;

import io.rolecall.metrics.RouteNumbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What executors have said of their routes: the last word of each. Whoever can speak can claim any
 * id, so there is room for so many ids and routes, and the rest is left out. Thread-safe.
 */
final class ExecutorNumbers {

  private static final int EXECUTORS = 10_000;
  private static final int NUMBERS = 100_000;

  private final Map<String, List<RouteNumbers>> byExecutor = new HashMap<>();
  private final Set<String> working = new HashSet<>();
  private int numbers;

  synchronized void say(NumbersMessage message) {
    List<RouteNumbers> before = byExecutor.getOrDefault(message.executor(), List.of());
    int more = message.routes().size() - before.size();
    if (numbers + more > NUMBERS
        || byExecutor.size() >= EXECUTORS && !byExecutor.containsKey(message.executor())) {
      return;
    }
    numbers += more;
    byExecutor.put(message.executor(), message.routes());
    if (message.last()) {
      working.remove(message.executor());
    } else {
      working.add(message.executor());
    }
  }

  /** Whether all who have spoken have said their last word. */
  synchronized boolean haveEnded() {
    return working.isEmpty();
  }

  /** An executor has gone, with or without a last word. */
  synchronized void gone(String executor) {
    working.remove(executor);
  }

  /** By route, of all executors together. Whoever speaks meanwhile does not wait for the sum. */
  List<RouteNumbers> all() {
    List<List<RouteNumbers>> said;
    synchronized (this) {
      said = List.copyOf(byExecutor.values());
    }
    return sum(said.stream().flatMap(List::stream).toList());
  }

  /** By route. */
  static List<RouteNumbers> sum(List<RouteNumbers> some) {
    Map<String, RouteNumbers> sums = new LinkedHashMap<>();
    some.forEach(route -> sums.merge(route.route(), route, RouteNumbers::and));
    return new ArrayList<>(sums.values());
  }
}
