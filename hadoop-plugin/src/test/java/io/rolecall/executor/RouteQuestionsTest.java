package io.rolecall.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.grant.GrantedBucket;
import io.rolecall.grant.PlaceOfSet.BucketOfSet;
import io.rolecall.renewal.SessionEnvironment;
import io.rolecall.testing.Concurrently;
import io.rolecall.testing.Concurrently.Running;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RouteQuestionsTest {

  private static final BucketOfSet B1 = new BucketOfSet("", "b1");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch answered = new CountDownLatch(1);
  private final AtomicInteger questions = new AtomicInteger();
  private final RouteQuestions routes = routes(Duration.ofSeconds(50));

  private RouteQuestions routes(Duration patience) {
    return new RouteQuestions(
        bucket -> {
          questions.incrementAndGet();
          Concurrently.await(answered);
          return GrantedBucket.NONE;
        },
        patience,
        environment());
  }

  private SessionEnvironment environment() {
    FakeClock clock = new FakeClock();
    return SessionEnvironment.of(clock, new FakeScheduler(clock), threads);
  }

  @AfterEach
  void close() {
    answered.countDown();
    threads.shutdownNow();
  }

  @Test
  void whoOpensTheSameBucketSharesOneQuestion() {
    List<Running<GrantedBucket>> openers = Concurrently.start(5, () -> routes.ask(B1));
    openers.forEach(Running::untilWaiting);
    answered.countDown();
    assertThat(openers).extracting(Running::value).containsOnly(GrantedBucket.NONE);
    assertThat(questions).hasValue(1);
  }

  @Test
  void anInterruptEndsTheInterruptedOnesWaitAlone() {
    AtomicBoolean flag = new AtomicBoolean();
    Running<GrantedBucket> killed =
        Concurrently.start(
            () -> {
              try {
                return routes.ask(B1);
              } finally {
                flag.set(Thread.currentThread().isInterrupted());
              }
            });
    killed.untilWaiting();
    Running<GrantedBucket> neighbour = Concurrently.start(() -> routes.ask(B1)).untilWaiting();
    killed.thread().interrupt();
    assertThat(killed.failure())
        .isInstanceOf(InterruptedIOException.class)
        .hasMessage("interrupted while waiting for the routes of s3a://b1")
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(flag).as("the flag is kept").isTrue();
    assertThat(neighbour.task().isDone()).isFalse();
    answered.countDown();
    assertThat(neighbour.value()).isEqualTo(GrantedBucket.NONE);
    assertThat(questions).hasValue(1);
  }

  @Test
  void waitsNoLongerThanItMay() {
    RouteQuestions hasty = routes(Duration.ofMillis(10));
    assertThat(Concurrently.start(() -> hasty.ask(B1)).failure())
        .isInstanceOf(IOException.class)
        .hasMessage("no answer for the routes of s3a://b1 within 0 s");
  }

  @Test
  void aFailureIsToldAndNotRemembered() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    RouteQuestions failing =
        new RouteQuestions(
            bucket -> {
              if (calls.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("org/apache/spark/SparkEnv");
              }
              return GrantedBucket.NONE;
            },
            Duration.ofSeconds(50),
            environment());
    assertThat(Concurrently.start(() -> failing.ask(B1)).failure())
        .isInstanceOf(IOException.class)
        .hasMessage("java.lang.NoClassDefFoundError: org/apache/spark/SparkEnv");
    assertThat(failing.ask(B1)).isEqualTo(GrantedBucket.NONE);
  }
}
