package io.rolecall.delegation;

import io.rolecall.process.InterruptFlag;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.hadoop.security.token.Token;

/** The tokens of several buckets, asked for at once: each takes a call of STS or more. */
final class BucketTokens {

  /** So many are under way at once, at most. */
  static final int AT_ONCE = 8;

  private BucketTokens() {}

  /** Gives the token of a bucket. */
  interface Source {
    Token<?> get(String bucket) throws IOException, InterruptedException;
  }

  /**
   * Asks for all tokens.
   *
   * @return the tokens, in the order of the buckets
   * @throws IOException if one cannot be had; says why each of them cannot
   * @throws InterruptedIOException if the caller is interrupted, who stays so
   */
  static List<Token<?>> of(List<String> buckets, Source source) throws IOException {
    if (buckets.isEmpty()) {
      return List.of();
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(AT_ONCE, buckets.size()),
            task -> {
              Thread thread = new Thread(task, "rolecall-tokens");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<Token<?>>> asked = new ArrayList<>();
      for (String bucket : buckets) {
        asked.add(threads.submit(() -> source.get(bucket)));
      }
      return join(asked);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** What the caller is told, who stays interrupted. */
  static InterruptedIOException interrupted(InterruptedException e) {
    InterruptFlag.restore();
    InterruptedIOException interrupted =
        new InterruptedIOException("interrupted while tokens were collected");
    interrupted.initCause(e);
    return interrupted;
  }

  private static List<Token<?>> join(List<Future<Token<?>>> asked)
      throws IOException, InterruptedException {
    List<Token<?>> tokens = new ArrayList<>();
    List<IOException> failures = new ArrayList<>();
    for (Future<Token<?>> one : asked) {
      try {
        tokens.add(one.get());
      } catch (ExecutionException e) {
        failures.add(
            e.getCause() instanceof IOException failure
                ? failure
                : new IOException(String.valueOf(e.getCause()), e.getCause()));
      }
    }
    if (failures.size() == 1) {
      throw failures.get(0);
    }
    if (!failures.isEmpty()) {
      IOException all =
          new IOException(
              failures.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")));
      failures.forEach(all::addSuppressed);
      throw all;
    }
    return tokens;
  }
}
