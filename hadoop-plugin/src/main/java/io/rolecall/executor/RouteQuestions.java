package io.rolecall.executor;

import io.rolecall.config.Problem;
import io.rolecall.grant.BucketOfSet;
import io.rolecall.grant.GrantedBucket;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks for the routes of buckets, on threads of its own: whoever opens a file system waits for the
 * answer, with others who open the same bucket. An interrupt ends the interrupted one's wait alone.
 * Thread-safe.
 */
final class RouteQuestions {

  /** Puts one question. */
  interface Asking {
    GrantedBucket ask(BucketOfSet bucket) throws IOException;
  }

  private final Asking asking;
  private final Executor threads;
  private final Duration patience;
  private final ConcurrentMap<BucketOfSet, CompletableFuture<GrantedBucket>> underWay =
      new ConcurrentHashMap<>();

  /**
   * Nothing is asked yet.
   *
   * @param asking puts a question
   * @param threads where that is done
   * @param patience how long somebody waits for the answer
   */
  RouteQuestions(Asking asking, Executor threads, Duration patience) {
    this.asking = asking;
    this.threads = threads;
    this.patience = patience;
  }

  /**
   * Asks, or joins the question that is under way.
   *
   * @throws InterruptedIOException if the thread is interrupted; its flag is set
   * @throws IOException if there is no answer; says why
   */
  GrantedBucket ask(BucketOfSet bucket) throws IOException {
    CompletableFuture<GrantedBucket> mine = new CompletableFuture<>();
    CompletableFuture<GrantedBucket> running = underWay.putIfAbsent(bucket, mine);
    if (running == null) {
      running = mine;
      try {
        threads.execute(() -> answer(bucket, mine));
      } catch (RejectedExecutionException e) {
        underWay.remove(bucket, mine);
        mine.completeExceptionally(new IOException("closed", e));
      }
    }
    try {
      return running.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while waiting for the routes of " + bucket);
      interrupted.initCause(e);
      throw interrupted;
    } catch (TimeoutException e) {
      throw new IOException(
          "no answer for the routes of " + bucket + " within " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          cause instanceof IOException failure ? Problem.of(failure) : cause.toString(), cause);
    }
  }

  @SuppressWarnings("CatchingThrowable")
  private void answer(BucketOfSet bucket, CompletableFuture<GrantedBucket> asked) {
    try {
      GrantedBucket routes = asking.ask(bucket);
      underWay.remove(bucket, asked);
      asked.complete(routes);
    } catch (Throwable e) {
      underWay.remove(bucket, asked);
      asked.completeExceptionally(e);
    }
  }
}
