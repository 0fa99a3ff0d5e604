package io.rolecall.metrics;

import java.util.concurrent.atomic.LongAdder;

/** The counters of a route during one application. Thread-safe. */
final class RouteCounters {

  private final LongAdder requests = new LongAdder();
  private final LongAdder bytesRead = new LongAdder();
  private final LongAdder bytesWritten = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final LongAdder denied = new LongAdder();

  void answered(long written, long read) {
    requests.increment();
    bytesWritten.add(written);
    bytesRead.add(read);
  }

  void repeated() {
    repeated.increment();
  }

  void denied() {
    denied.increment();
  }

  RouteNumbers numbers(String route) {
    return new RouteNumbers(
        route, requests.sum(), bytesRead.sum(), bytesWritten.sum(), repeated.sum(), denied.sum());
  }
}
