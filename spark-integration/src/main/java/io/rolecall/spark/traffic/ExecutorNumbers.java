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
 * The latest numbers of each executor. A message may claim any executor's id, so ids and rows are
 * limited, and what exceeds the limit is left out. Thread-safe.
 */
final class ExecutorNumbers {

  private static final int EXECUTORS = 10_000;

  /** Of all routes' names: a few tens of megabytes. */
  private static final int CHARACTERS = 8_000_000;

  /** What a route's numbers take beside its name. */
  private static final int ROUTE = 80;

  private final Map<String, List<RouteNumbers>> byExecutor = new HashMap<>();
  private final Set<String> working = new HashSet<>();
  private int characters;

  synchronized void say(NumbersMessage message) {
    List<RouteNumbers> before = byExecutor.getOrDefault(message.executor(), List.of());
    int more = size(message.routes()) - size(before);
    if (characters + more > CHARACTERS
        || byExecutor.size() >= EXECUTORS && !byExecutor.containsKey(message.executor())) {
      return;
    }
    characters += more;
    byExecutor.put(message.executor(), message.routes());
    if (message.last()) {
      working.remove(message.executor());
    } else {
      working.add(message.executor());
    }
  }

  private static int size(List<RouteNumbers> routes) {
    return routes.stream().mapToInt(route -> ROUTE + route.route().length()).sum();
  }

  /** Whether every executor that has sent numbers has sent its last ones, or is gone. */
  synchronized boolean haveEnded() {
    return working.isEmpty();
  }

  /** An executor is gone, whether it has sent its last numbers or not. */
  synchronized void gone(String executor) {
    working.remove(executor);
  }

  /** The sums of all executors, by route. Messages that arrive meanwhile do not wait for this. */
  List<RouteNumbers> all() {
    List<List<RouteNumbers>> said;
    synchronized (this) {
      said = List.copyOf(byExecutor.values());
    }
    return sum(said.stream().flatMap(List::stream).toList());
  }

  /** The sums by route. */
  static List<RouteNumbers> sum(List<RouteNumbers> some) {
    Map<String, RouteNumbers> sums = new LinkedHashMap<>();
    some.forEach(route -> sums.merge(route.route(), route, RouteNumbers::and));
    return new ArrayList<>(sums.values());
  }
}
