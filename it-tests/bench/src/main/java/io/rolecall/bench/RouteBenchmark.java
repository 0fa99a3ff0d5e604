package io.rolecall.bench;

import io.rolecall.route.RouteTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The route of a key, among few and many: by {@link RouteTable}, and by asking one prefix after the
 * other, as Trino's S3 security mapping does.
 *
 * <p>Routes are one to four folders deep; keys have two to four folders more, and nine of ten are
 * covered by a route.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RouteBenchmark {

  private static final int KEYS = 1024;

  /** Set by JMH. */
  @Param({"10", "1000", "100000"})
  public int routes;

  private RouteTable<String> table = RouteTable.ofPrefixes("bench", Map.of());
  private final List<String> prefixes = new ArrayList<>();
  private final String[] keys = new String[KEYS];
  private int next;

  /** Makes the routes and the keys, the same ones each time. */
  @Setup
  public void fill() {
    Random random = new Random(routes);
    Map<String, String> byPrefix = new HashMap<>();
    while (byPrefix.size() < routes) {
      // Of each depth the same share, and names of one length: tables differ in their size alone.
      String prefix = folders(random, 1 + byPrefix.size() % 4);
      byPrefix.putIfAbsent(prefix, prefix);
    }
    prefixes.addAll(byPrefix.keySet());
    table = RouteTable.ofPrefixes("bench", byPrefix);
    for (int i = 0; i < KEYS; i++) {
      String start = i % 10 == 0 ? "folder-000000" : prefixes.get(random.nextInt(routes));
      keys[i] = start + "/" + folders(random, 2 + random.nextInt(3)) + "/part-00017.parquet";
    }
  }

  private static String folders(Random random, int depth) {
    List<String> folders = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      folders.add("folder-" + (100_000 + random.nextInt(900_000)));
    }
    return String.join("/", folders);
  }

  private String key() {
    next = (next + 1) % KEYS;
    return keys[next];
  }

  /** Rolecall's. */
  @Benchmark
  public @Nullable String find() {
    return table.find(key());
  }

  /** One after the other; the first that covers the key. */
  @Benchmark
  public @Nullable String linearScan() {
    String key = key();
    for (String prefix : prefixes) {
      if (key.startsWith(prefix)
          && (key.length() == prefix.length() || key.charAt(prefix.length()) == '/')) {
        return prefix;
      }
    }
    return null;
  }
}
