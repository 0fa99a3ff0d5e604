package io.rolecall.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The flag of a thread, also of one that ignores some interrupts, as Spark's do. */
@Timeout(60)
class InterruptFlagTest {

  private static boolean afterwards(int ignored) throws InterruptedException {
    AtomicInteger left = new AtomicInteger(ignored);
    AtomicBoolean isSet = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              InterruptFlag.restore();
              isSet.set(Thread.currentThread().isInterrupted());
            }) {
          @Override
          public void interrupt() {
            if (left.getAndDecrement() <= 0) {
              super.interrupt();
            }
          }
        };
    thread.start();
    thread.join();
    return isSet.get();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20})
  void isSetThoughTheThreadIgnoresItAtFirst(int ignored) throws InterruptedException {
    assertThat(afterwards(ignored)).isTrue();
  }

  @Test
  void isGivenUpWhereTheThreadMayNotBeInterrupted() throws InterruptedException {
    assertThat(afterwards(Integer.MAX_VALUE)).isFalse();
  }
}
