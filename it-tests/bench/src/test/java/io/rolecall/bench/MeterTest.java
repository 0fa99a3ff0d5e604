package io.rolecall.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class MeterTest {

  private static final int BYTES = 32 * 1024 * 1024;

  @Test
  void countsWhatOtherThreadsDo() throws IOException {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Cost cost = Meter.measure(() -> finish(other));
      assertThat(cost.heap()).isBetween(BYTES * 1.0, BYTES * 1.5);
      assertThat(cost.cpu()).isPositive();
      assertThat(cost.clock()).isPositive();
    } finally {
      other.shutdown();
    }
  }

  @Test
  void aThreadThatEndsMeanwhileDoesNotTakeItsPastAway() throws IOException {
    ExecutorService other = Executors.newSingleThreadExecutor();
    finish(other);
    Cost cost =
        Meter.measure(
            () -> {
              other.shutdown();
              while (!other.isTerminated()) {
                Thread.onSpinWait();
              }
            });
    assertThat(cost.heap()).isNotNegative();
    assertThat(cost.cpu()).isNotNegative();
  }

  private static void finish(ExecutorService executor) throws IOException {
    try {
      assertThat(executor.submit(() -> new byte[BYTES]).get()).hasSize(BYTES);
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException(e);
    }
  }
}
