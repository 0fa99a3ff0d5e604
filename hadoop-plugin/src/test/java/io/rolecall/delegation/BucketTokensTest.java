package io.rolecall.delegation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BucketTokensTest {

  private static List<String> buckets(int count) {
    return IntStream.range(0, count).mapToObj("b%02d"::formatted).toList();
  }

  private static Token<?> token(String bucket) {
    return new Token<>(new byte[0], new byte[0], new Text("kind"), new Text(bucket));
  }

  @Test
  void areAskedForAtOnceUpToABound() throws IOException {
    CountDownLatch full = new CountDownLatch(BucketTokens.AT_ONCE);
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Token<?>> tokens =
        BucketTokens.of(
            buckets(30),
            bucket -> {
              most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
              full.countDown();
              full.await();
              underWay.decrementAndGet();
              return token(bucket);
            });
    assertThat(tokens)
        .extracting(token -> token.getService().toString())
        .containsExactlyElementsOf(buckets(30));
    assertThat(most).hasValue(BucketTokens.AT_ONCE);
  }

  @Test
  void eachFailureIsTold() {
    assertThatThrownBy(
            () ->
                BucketTokens.of(
                    buckets(3),
                    bucket -> {
                      if (bucket.equals("b01")) {
                        return token(bucket);
                      }
                      throw new IOException(bucket + " fails");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("b00 fails; b02 fails");
  }

  @Test
  void anInterruptEndsTheWaitAndIsKept() {
    CountDownLatch never = new CountDownLatch(1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(
            () ->
                BucketTokens.of(
                    buckets(2),
                    bucket -> {
                      never.await();
                      return token(bucket);
                    }))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
