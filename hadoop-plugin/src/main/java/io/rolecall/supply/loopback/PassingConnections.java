package io.rolecall.supply.loopback;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Connections that nobody waits for: those that have not asked yet, and those that have their
 * answer. The oldest gives way to the newest, and each is given up after a while. Of one thread.
 */
final class PassingConnections {

  private final Limits limits;

  /** When each is given up, the first one first. */
  private final Map<HttpConnection, Long> ends = new LinkedHashMap<>();

  PassingConnections(Limits limits) {
    this.limits = limits;
  }

  /**
   * What they may cost.
   *
   * @param connections how many there are at most
   * @param longest how long each of them may last
   */
  record Limits(int connections, Duration longest) {}

  /** Adds the newest one. */
  void add(HttpConnection connection) {
    ends.remove(connection);
    if (ends.size() >= limits.connections()) {
      close(ends.keySet().iterator().next());
    }
    ends.put(connection, System.nanoTime() + limits.longest().toNanos());
  }

  /** Somebody waits for it now. */
  void remove(HttpConnection connection) {
    ends.remove(connection);
  }

  void close(HttpConnection connection) {
    ends.remove(connection);
    connection.close();
  }

  /** Gives up those whose time is over. */
  void giveUp() {
    long now = System.nanoTime();
    for (Iterator<Map.Entry<HttpConnection, Long>> all = ends.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<HttpConnection, Long> oldest = all.next();
      if (oldest.getValue() - now > 0) {
        return;
      }
      all.remove();
      oldest.getKey().close();
    }
  }

  /** In how many milliseconds one is given up, 1 or more; {@code Long.MAX_VALUE} for never. */
  long untilNext() {
    return ends.isEmpty()
        ? Long.MAX_VALUE
        : Math.max(
            1,
            Duration.ofNanos(ends.values().iterator().next() - System.nanoTime()).toMillis() + 1);
  }
}
