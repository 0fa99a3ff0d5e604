package io.rolecall.metrics;

import java.util.concurrent.atomic.LongAdder;

/** Counts what requests to the locations of one route go through in this process. Thread-safe. */
public final class RouteTraffic {

  private final LongAdder requests = new LongAdder();
  private final LongAdder bytesRead = new LongAdder();
  private final LongAdder bytesWritten = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final LongAdder denied = new LongAdder();

  RouteTraffic() {}

  /**
   * A request was answered.
   *
   * @param written how many bytes its body has
   * @param read how many bytes the answer's body is said to have
   */
  public void answered(long written, long read) {
    requests.increment();
    bytesWritten.add(written);
    bytesRead.add(read);
  }

  /** A request met an expired session, and is signed again. */
  public void repeated() {
    repeated.increment();
  }

  /** The store has denied a request. */
  public void denied() {
    denied.increment();
  }

  RouteNumbers numbers(String route) {
    return new RouteNumbers(
        route, requests.sum(), bytesRead.sum(), bytesWritten.sum(), repeated.sum(), denied.sum());
  }
}
