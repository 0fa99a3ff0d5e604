package io.rolecall.executor;

import io.rolecall.failure.FileFailure;
import io.rolecall.grant.GrantedBucket;
import io.rolecall.grant.PlaceOfSet;
import io.rolecall.process.InterruptFlag;
import io.rolecall.renewal.SessionEnvironment;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the routes of buckets and clients, on threads of its own: whoever opens a file system
 * waits for the answer, with others who open the same bucket. An interrupt ends the interrupted
 * one's wait alone. Thread-safe.
 */
final class RouteQuestions {

  /** Puts one question. */
  interface Asking {
    GrantedBucket ask(PlaceOfSet place) throws IOException;
  }

  private final Asking asking;
  private final Duration patience;
  private final SessionEnvironment environment;
  private final ConcurrentMap<PlaceOfSet, Question> underWay = new ConcurrentHashMap<>();

  /**
   * Nothing is asked yet.
   *
   * @param asking puts a question
   * @param patience how long somebody waits for the answer
   * @param environment on which threads that is done, by which clock and on which locks
   */
  RouteQuestions(Asking asking, Duration patience, SessionEnvironment environment) {
    this.asking = asking;
    this.patience = patience;
    this.environment = environment;
  }

  /** One question, and those who wait for its answer. */
  private static final class Question {

    private final ReentrantLock lock;
    private final Condition ended;

    // Both: under the lock.
    private @Nullable GrantedBucket answer;
    private @Nullable Throwable failure;

    Question(ReentrantLock lock) {
      this.lock = lock;
      this.ended = lock.newCondition();
    }

    void end(@Nullable GrantedBucket routes, @Nullable Throwable why) {
      lock.lock();
      try {
        answer = routes;
        failure = why;
        ended.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /** The answer; null if there is none in time. */
    @Nullable GrantedBucket await(Duration patience) throws InterruptedException, IOException {
      lock.lockInterruptibly();
      try {
        long left = patience.toNanos();
        while (answer == null && failure == null && left > 0) {
          left = ended.awaitNanos(left);
        }
        Throwable why = failure;
        if (why != null) {
          throw new IOException(
              why instanceof IOException told ? FileFailure.reason(told) : why.toString(), why);
        }
        return answer;
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Asks, or joins the question that is under way.
   *
   * @throws InterruptedIOException if the thread is interrupted; its flag is set
   * @throws IOException if there is no answer; says why
   */
  GrantedBucket ask(PlaceOfSet place) throws IOException {
    Question mine = new Question(environment.locks().get());
    Question running = underWay.putIfAbsent(place, mine);
    if (running == null) {
      running = mine;
      try {
        environment.flights().execute(() -> answer(place, mine));
      } catch (RejectedExecutionException e) {
        underWay.remove(place, mine);
        mine.end(null, new IOException("closed", e));
      }
    }
    GrantedBucket routes;
    try {
      routes = running.await(patience);
    } catch (InterruptedException e) {
      InterruptFlag.restore();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while waiting for the routes of " + place);
      interrupted.initCause(e);
      throw interrupted;
    }
    if (routes == null) {
      throw new IOException(
          "no answer for the routes of " + place + " within " + patience.toSeconds() + " s");
    }
    return routes;
  }

  @SuppressWarnings("CatchingThrowable")
  private void answer(PlaceOfSet place, Question asked) {
    GrantedBucket routes = null;
    Throwable failure = null;
    try {
      routes = asking.ask(place);
    } catch (Throwable e) {
      failure = e;
    }
    underWay.remove(place, asked);
    asked.end(routes, failure);
  }
}
