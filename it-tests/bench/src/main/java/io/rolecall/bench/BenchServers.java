package io.rolecall.bench;

import io.rolecall.localaws.LocalAws;
import java.io.IOException;
import java.util.Locale;

/**
 * What the benchmarks talk to: LocalAws as STS, and a {@link MemoryStore} as the store, in front of
 * which nothing checks a signature.
 */
final class BenchServers implements AutoCloseable {

  private final MemoryStore store;
  private final LocalAws aws;

  private BenchServers(MemoryStore store, LocalAws aws) {
    this.store = store;
    this.aws = aws;
  }

  /**
   * Starts both, and tells this process where they are.
   *
   * @throws IOException if one cannot be started
   */
  static BenchServers start() throws IOException {
    MemoryStore store = MemoryStore.start();
    try {
      LocalAws aws = BenchWorld.sts(store.uri());
      BenchWorld.publish(aws, store.uri());
      return new BenchServers(store, aws);
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Puts so many keys in the folder {@link Workload#LISTED}. */
  void fill(int keys) {
    for (int i = 0; i < keys; i++) {
      store.put(
          String.format(Locale.ROOT, "%s/folder-%04d/file-%06d", Workload.LISTED, i / 100, i), 1);
    }
  }

  @Override
  public void close() throws IOException {
    aws.close();
    store.close();
  }
}
