package io.rolecall.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Measures what a piece of work takes of this JVM, on whichever threads it runs. What a thread did
 * that has ended meanwhile is not counted: the pools that S3A works with keep theirs for a minute.
 */
final class Meter {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Meter() {}

  /** Something to measure. */
  interface Work {
    void run() throws IOException;
  }

  static Cost measure(Work work) throws IOException {
    Map<Long, Long> cpu = read(THREADS::getThreadCpuTime);
    Map<Long, Long> heap = read(THREADS::getThreadAllocatedBytes);
    long start = System.nanoTime();
    work.run();
    long clock = System.nanoTime() - start;
    return new Cost(
        since(cpu, read(THREADS::getThreadCpuTime)),
        clock,
        since(heap, read(THREADS::getThreadAllocatedBytes)));
  }

  private static Map<Long, Long> read(LongUnaryOperator counter) {
    return LongStream.of(THREADS.getAllThreadIds())
        .boxed()
        .collect(Collectors.toMap(id -> id, counter::applyAsLong));
  }

  private static long since(Map<Long, Long> before, Map<Long, Long> now) {
    return now.entrySet().stream()
        .filter(thread -> thread.getValue() >= 0)
        .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
        .sum();
  }
}
