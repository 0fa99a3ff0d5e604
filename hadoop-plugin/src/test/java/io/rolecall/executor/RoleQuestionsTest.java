package io.rolecall.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.grant.GrantAnswer;
import io.rolecall.grant.RoleAnswer;
import io.rolecall.grant.RoleOfSet;
import io.rolecall.renewal.SessionEnvironment;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.testing.Concurrently;
import io.rolecall.testing.Concurrently.Running;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RoleQuestionsTest {

  private static final RoleOfSet A = new RoleOfSet("", "a");
  private static final RoleOfSet B = new RoleOfSet("", "b");
  private static final RoleAnswer SESSION =
      new RoleAnswer.Granted(Samples.session(1, FakeClock.START.plusSeconds(60)));
  private static final Duration LONG = Duration.ofSeconds(50);

  private final List<Set<RoleOfSet>> asked = new CopyOnWriteArrayList<>();
  private final Map<RoleOfSet, RoleAnswer> answers = new ConcurrentHashMap<>();
  private final Set<RoleOfSet> inUse = ConcurrentHashMap.newKeySet();

  private RoleQuestions questions(RoleQuestions.Asking asking, Duration patience) {
    FakeClock clock = new FakeClock();
    return new RoleQuestions(
        asking,
        () -> inUse,
        patience,
        SessionEnvironment.of(clock, new FakeScheduler(clock), Runnable::run));
  }

  private GrantAnswer answer(Set<RoleOfSet> roles, Set<String> rejected) {
    asked.add(roles);
    return new GrantAnswer(
        "job-1",
        FakeClock.START,
        Map.of(),
        roles.stream().collect(Collectors.toMap(role -> role, answers::get)));
  }

  private static RoleAnswer underWay(long millis) {
    return new RoleAnswer.UnderWay(Duration.ofMillis(millis));
  }

  @Test
  void asksAgainUntilThereIsAnAnswer() throws Exception {
    AtomicInteger times = new AtomicInteger();
    answers.put(A, underWay(1));
    RoleQuestions questions =
        questions(
            (roles, rejected) -> {
              if (times.incrementAndGet() == 4) {
                answers.put(A, SESSION);
              }
              return answer(roles, rejected);
            },
            LONG);
    assertThat(questions.ask(A, null, false)).isEqualTo(SESSION);
    assertThat(asked).hasSize(4);
  }

  @Test
  void rolesThatAreInUseComeAlongIfASessionIsRenewed() throws Exception {
    answers.put(A, SESSION);
    answers.put(B, SESSION);
    inUse.add(B);
    RoleQuestions questions = questions(this::answer, LONG);
    questions.ask(A, null, false);
    questions.ask(A, null, true);
    assertThat(asked).containsExactly(Set.of(A), Set.of(A, B));
  }

  @Test
  void oneThatHangsIsWaitedForByItselfAlone() throws Exception {
    answers.put(A, underWay(50_000));
    answers.put(B, SESSION);
    RoleQuestions questions = questions(this::answer, LONG);
    List<Running<RoleAnswer>> hanging = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      RoleOfSet role = new RoleOfSet("", "hangs-" + i);
      answers.put(role, underWay(50_000));
      hanging.add(Concurrently.start(() -> questions.ask(role, null, false)).untilWaiting());
    }
    assertThat(questions.ask(B, null, false)).isEqualTo(SESSION);
    assertThat(hanging).noneMatch(one -> one.task().isDone());
    questions.close();
    assertThat(hanging)
        .extracting(one -> one.failure().getMessage())
        .containsOnly("closed while the driver was asked");
  }

  @Test
  void rolesThatWaitAreAskedForTogether() {
    CountDownLatch begun = new CountDownLatch(1);
    Set<RoleOfSet> roles =
        IntStream.range(0, 12)
            .mapToObj(i -> new RoleOfSet("", "r" + i))
            .collect(Collectors.toSet());
    roles.forEach(role -> answers.put(role, underWay(200)));
    RoleQuestions questions =
        questions(
            (wanted, rejected) -> {
              Concurrently.await(begun);
              if (wanted.size() == 12) {
                wanted.forEach(role -> answers.put(role, SESSION));
              }
              return answer(wanted, rejected);
            },
            LONG);
    List<Running<RoleAnswer>> waiting =
        roles.stream()
            .map(role -> Concurrently.start(() -> questions.ask(role, null, false)).untilWaiting())
            .toList();
    begun.countDown();
    assertThat(waiting).extracting(Running::value).containsOnly(SESSION);
  }

  @Test
  void givesUpAtTheRolesOwnDeadline() {
    answers.put(A, underWay(1));
    RoleQuestions questions = questions(this::answer, Duration.ofMillis(20));
    assertThat(Concurrently.start(() -> questions.ask(A, null, false)).failure())
        .isInstanceOf(SessionException.class)
        .hasMessage("the driver is still getting a session after 0 s");
  }

  @Test
  void aDriverThatCannotBeAskedIsAFailureThatMayPass() {
    RoleQuestions questions =
        questions(
            (roles, rejected) -> {
              throw new IOException("the driver is gone");
            },
            LONG);
    assertThat(Concurrently.start(() -> questions.ask(A, null, false)).failure())
        .isInstanceOf(SessionException.class)
        .hasMessage("the driver is gone")
        .extracting(e -> ((SessionException) e).kind())
        .isEqualTo(Kind.TRANSIENT);
  }

  /** A task's thread may take its time to be interrupted again; all roles share one lock. */
  @Test
  void whoIsInterruptedHoldsNobodyUp() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    answers.put(A, underWay(60_000));
    answers.put(B, SESSION);
    RoleQuestions questions =
        questions(
            (roles, rejected) -> {
              waits.countDown();
              return answer(roles, rejected);
            },
            LONG);
    AtomicReference<@Nullable RoleAnswer> meanwhile = new AtomicReference<>();
    AtomicBoolean inTime = new AtomicBoolean();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                questions.ask(A, null, false);
              } catch (SessionException e) {
                failure.set(e);
              }
            }) {
          @Override
          public void interrupt() {
            if (Thread.currentThread() == this && meanwhile.get() == null) {
              // It is restoring its flag: another one asks now.
              Thread other =
                  new Thread(
                      () -> {
                        try {
                          meanwhile.set(questions.ask(B, null, false));
                        } catch (SessionException e) {
                          failure.set(e);
                        }
                      });
              other.start();
              try {
                other.join(10_000);
                inTime.set(!other.isAlive());
              } catch (InterruptedException e) {
                failure.set(e);
              }
            }
            super.interrupt();
          }
        };
    waiting.start();
    waits.await();
    waiting.interrupt();
    waiting.join();
    assertThat(inTime).as("the other one was answered while this one restored").isTrue();
    assertThat(meanwhile.get()).isEqualTo(SESSION);
    assertThat(failure.get())
        .isInstanceOf(SessionException.class)
        .hasMessage("interrupted while the driver was asked");
  }
}
