package io.rolecall.signing;

import io.rolecall.credentials.RouteCredentials;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Waits for sessions that are not there yet, for async clients: their few threads serve all
 * requests and all time-outs of a client, so that none of them may wait. One thread waits for each
 * role, however many requests do. Thread-safe.
 */
final class SharedWaits {

  private final ConcurrentMap<RouteCredentials, CompletableFuture<AwsCredentialsIdentity>> waits =
      new ConcurrentHashMap<>();

  private final ThreadFactory threads;

  SharedWaits() {
    this(Thread::new);
  }

  SharedWaits(ThreadFactory threads) {
    this.threads = threads;
  }

  /**
   * The credentials, as {@link RouteCredentials#current()} has them.
   *
   * @param credentials what signs
   * @return at once if they are there; else once they have come, or none can be had
   */
  CompletableFuture<AwsCredentialsIdentity> current(RouteCredentials credentials) {
    if (!credentials.mayWait()) {
      return now(credentials);
    }
    CompletableFuture<AwsCredentialsIdentity> mine = new CompletableFuture<>();
    CompletableFuture<AwsCredentialsIdentity> others = waits.putIfAbsent(credentials, mine);
    if (others == null) {
      begin(credentials, mine);
      return mine;
    }
    // Whoever came late has not waited as long as he may.
    return others
        .handle((session, failure) -> failure == null ? others : again(credentials))
        .thenCompose(Function.identity());
  }

  private CompletableFuture<AwsCredentialsIdentity> again(RouteCredentials credentials) {
    CompletableFuture<AwsCredentialsIdentity> mine = new CompletableFuture<>();
    CompletableFuture<AwsCredentialsIdentity> others = waits.putIfAbsent(credentials, mine);
    if (others != null) {
      return others;
    }
    begin(credentials, mine);
    return mine;
  }

  private void begin(RouteCredentials credentials, CompletableFuture<AwsCredentialsIdentity> wait) {
    try {
      Thread thread = threads.newThread(() -> end(credentials, wait));
      thread.setName("rolecall-wait");
      thread.setDaemon(true);
      thread.start();
    } catch (RuntimeException | Error e) {
      waits.remove(credentials, wait); // No thread can be had: the next one tries again.
      wait.completeExceptionally(e);
    }
  }

  private void end(RouteCredentials credentials, CompletableFuture<AwsCredentialsIdentity> wait) {
    AwsCredentialsIdentity found;
    try {
      found = credentials.current();
    } catch (RuntimeException | Error e) {
      waits.remove(credentials, wait);
      wait.completeExceptionally(e);
      return;
    }
    waits.remove(credentials, wait);
    wait.complete(found);
  }

  private static CompletableFuture<AwsCredentialsIdentity> now(RouteCredentials credentials) {
    try {
      return CompletableFuture.completedFuture(credentials.current());
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
