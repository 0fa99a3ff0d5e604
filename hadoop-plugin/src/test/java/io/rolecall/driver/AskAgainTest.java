package io.rolecall.driver;

import static io.rolecall.testing.FakeClock.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskAgainTest {

  private final AtomicLong nanos = new AtomicLong();
  private final AskAgain latest = new AskAgain(nanos::get, () -> 0.0);

  @ParameterizedTest
  @CsvSource({"0, 100", "400, 100", "4000, 1000", "20000, 5000", "3600000, 5000", "-60000, 100"})
  void theDelayGrowsWithTheWaitWithinBounds(long underWay, long delay) {
    assertThat(latest.after(START, START.plusMillis(underWay))).isEqualTo(Duration.ofMillis(delay));
  }

  @Test
  void aClockThatIsSetBackBringsNobodyBackSooner() {
    latest.after(START, START);
    nanos.addAndGet(Duration.ofSeconds(8).toNanos());
    assertThat(latest.after(START, START.minusSeconds(3600))).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void whoeverWaitsAlreadyIsLetGoFirst() {
    for (int i = 0; i < 21; i++) {
      latest.after(START, START);
    }
    assertThat(latest.after(START, START)).isEqualTo(Duration.ofMillis(110));
  }

  @Test
  void manyWhoWaitAreSpreadButNobodyIsSentAwayForLong() {
    Random random = new Random(1);
    AskAgain again = new AskAgain(nanos::get, random::nextDouble);
    int[] inSecond = new int[6];
    for (int i = 0; i < 10_000; i++) {
      inSecond[(int) again.after(START, START).toSeconds()]++;
    }
    assertThat(inSecond[0]).isLessThanOrEqualTo(200);
    assertThat(inSecond[5]).as("five seconds are the longest").isLessThan(5);
    assertThat(IntStream.of(inSecond).max().orElseThrow()).isLessThan(4_500);
  }

  @Test
  void theNextSessionStartsAnew() {
    for (int i = 0; i < 500; i++) {
      latest.after(START, START);
    }
    Instant next = START.plusSeconds(1);
    assertThat(latest.after(next, next)).isEqualTo(Duration.ofMillis(100));
  }
}
