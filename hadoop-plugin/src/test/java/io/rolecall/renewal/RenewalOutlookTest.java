package io.rolecall.renewal;

import static io.rolecall.testing.FakeClock.START;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.testing.Concurrently;
import io.rolecall.testing.FakeScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A role that is renewed by somebody who renews several, and passes sessions on. */
@Timeout(60)
class RenewalOutlookTest extends LiveSessionFixture {

  private static final Instant DUE = START.plus(Duration.ofMinutes(36));

  private RenewalOutlook.Late late() {
    return requireNonNull(live.outlook().late());
  }

  @Test
  void beforeTheFirstSessionItIsLate() {
    assertThat(live.outlook().session()).isNull();
    assertThat(late().why()).hasMessage("there is no answer yet");
    assertThat(source.calls()).as("nobody is asked").isZero();
  }

  @Test
  void isRenewedOnceWhenItIsDueAndNotBefore() {
    live.renewIfDue();
    assertThat(live.outlook().obtained()).isEqualTo(START);
    clock.advance(Duration.ofMinutes(36).minusSeconds(1));
    live.renewIfDue();
    assertThat(live.outlook().late()).isNull();
    assertThat(source.calls()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(live.outlook().late()).as("nobody has been asked yet").isNull();
    live.renewIfDue();
    live.renewIfDue();
    assertThat(source.calls()).isEqualTo(2);
    assertThat(live.outlook()).isEqualTo(new RenewalOutlook(live.peek(), DUE, null));
  }

  @Test
  void aFailureIsNotTriedAgainBeforeItsTimeHoweverOftenItIsAskedFor() {
    live.renewIfDue();
    clock.advance(Duration.ofMinutes(36));
    source.fail(Kind.PERMANENT, "STS refused reader");
    live.renewIfDue();
    live.renewIfDue();
    assertThat(source.calls()).isEqualTo(2);
    scheduler.advance(Duration.ofMinutes(1));
    int calls = source.calls();
    assertThat(calls).as("by itself, ever less often").isBetween(6, 9);
    assertThat(late().since()).as("the first failure of the series").isEqualTo(DUE);
    assertThat(late().why()).hasMessage("STS refused reader");
    assertThat(requireNonNull(live.outlook().session()).accessKeyId()).isEqualTo("key-1");
    source.recover();
    scheduler.advance(Duration.ofMinutes(1));
    assertThat(live.outlook().late()).isNull();
  }

  @Test
  void aSessionThatHasEndedIsNoneAndIsAskedForAgain() {
    live.renewIfDue();
    source.fail(Kind.PERMANENT, "STS refused reader");
    clock.advance(Duration.ofHours(2));
    live.renewIfDue();
    assertThat(live.outlook().session()).isNull();
    assertThat(late().why()).hasMessage("STS refused reader");
    clock.advance(Duration.ofMinutes(1));
    source.recover();
    live.renewIfDue();
    assertThat(live.outlook().late()).isNull();
  }

  @Test
  void aSourceThatHangsIsAskedOnceAndWaitedForAsLongAsOneLikes() {
    ExecutorService flights = Executors.newCachedThreadPool();
    CountDownLatch answer = new CountDownLatch(1);
    try {
      LiveSession hanging =
          new SessionStore(POLICY, clock, new FakeScheduler(clock), flights)
              .session("key", "s3a://b1 -> reader", source);
      CountDownLatch asked = new CountDownLatch(1);
      source.beforeAnswer(
          () -> {
            asked.countDown();
            Concurrently.await(answer);
          });
      hanging.renewIfDue();
      hanging.renewIfDue();
      Concurrently.await(asked);
      hanging.awaitAnswer(Duration.ofMillis(1));
      assertThat(hanging.outlook().session()).isNull();
      assertThat(source.calls()).isEqualTo(1);
      answer.countDown();
      hanging.awaitAnswer(Duration.ofSeconds(30));
      assertThat(hanging.outlook().session()).isNotNull();
      hanging.awaitAnswer(Duration.ofDays(1));
      assertThat(hanging.outlook().late()).isNull();
    } finally {
      flights.shutdownNow();
    }
  }

  @Test
  void failuresTellTheirReasonAlone() {
    source.fail(Kind.TRANSIENT, "STS is down");
    live.renewIfDue();
    assertThat(late().why()).isInstanceOf(SessionException.class).hasMessage("STS is down");
  }
}
